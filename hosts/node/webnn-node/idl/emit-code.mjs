// lib/idl.js and lib/operators.js: the conversions of arguments that WebIDL asks for, and the operators of MLGraphBuilder.

const header = ['// GENERATED from idl/webnn.idl and idl/extensions.idl by idl/generate.mjs. Do not edit.', '\'use strict\';', ''];

export class CodeEmitter {
  #definitions;

  constructor(definitions) {
    this.#definitions = definitions;
  }

  /** lib/idl.js */
  emitDictionaries() {
    const names = ['MLContextOptions', 'MLOperandDescriptor', 'MLTensorDescriptor'];
    return [
      ...header,
      'const webidl = require(\'./webidl\');',
      '',
      'const enums = Object.freeze({',
      ...[...this.#definitions.values()].filter(({kind}) => kind === 'enum')
        .map(({name, values}) => `  ${name}: Object.freeze([${values.map(quote).join(', ')}]),`),
      '});',
      '',
      '// Members in WebIDL\'s order: those of the base first, then by name.',
      '',
      ...names.flatMap(name => this.#converter(name)),
      `module.exports = {enums, ${names.join(', ')}};`,
      '',
    ].join('\n');
  }

  /** lib/operators.js */
  emitOperators() {
    return [
      ...header,
      'const {begin} = require(\'./call\');',
      'const {enums} = require(\'./idl\');',
      'const webidl = require(\'./webidl\');',
      '',
      '// Each method writes its arguments to a call in the order of its parameters. Dictionaries: those of the base first, then by name.',
      '',
      ...this.#optionsOf(this.#operators()).flatMap(name => this.#packer(name)),
      'module.exports = {',
      ...this.#operators().flatMap(operation => this.#operator(operation)),
      '};',
      '',
    ].join('\n');
  }

  #operators() {
    return this.#definitions.get('MLGraphBuilder').members
      .filter(({kind, name, type}) => kind === 'operation' && !['input', 'constant', 'build'].includes(name) && type.name !== 'Promise')
      .sort((a, b) => compare(a.name, b.name));
  }

  #optionsOf(operations) {
    return [...new Set(operations.map(({parameters}) => parameters.at(-1).type.name))].sort(compare);
  }

  #members(name) {
    const {base, members} = this.#definitions.get(name);
    return [...base === undefined ? [] : this.#members(base), ...[...members].sort((a, b) => compare(a.name, b.name))];
  }

  #converter(name) {
    const lines = this.#members(name).map(member => {
      const what = quote(`${name}.${member.name}`);
      const value = `webidl.${member.required ? 'required' : 'optional'}(from.${member.name}, ${this.#conversion(member.type)}, ${what}`;
      return `    ${member.name}: ${value}${member.required ? '' : `, ${this.#literal(member.default)}`}),`;
    });
    return [`function ${name}(value) {`, `  const from = webidl.dictionary(value, '${name}');`, '  return {', ...lines, '  };', '}', ''];
  }

  #packer(name) {
    const lines = this.#members(name).flatMap(member => {
      if (member.name === 'label') {
        return '  call.label(from.label);';
      }
      const missing = member.default === undefined ? 'call.absent()' : this.#missing(member);
      return [
        `  const ${member.name} = from.${member.name};`,
        `  if (${member.name} === undefined) ${missing};`,
        `  else ${this.#pack(member.type, member.name, quote(`options.${member.name}`))};`,
      ];
    });
    return [`function pack${name}(call, given) {`, `  const from = webidl.dictionary(given, '${name}');`, ...lines, '}', ''];
  }

  #operator({name, type, parameters}) {
    const required = parameters.filter(({optional}) => !optional).length;
    const list = parameters.map(parameter => parameter.name + (parameter.optional ? ' = undefined' : '')).join(', ');
    const body = parameters.map(parameter => parameter.optional
      ? `    pack${parameter.type.name}(call, ${parameter.name});`
      : `    ${this.#pack(parameter.type, parameter.name, quote(parameter.name))};`);
    return [
      `  ${name}(${list}) {`,
      `    const call = begin(this, '${name}', arguments.length, ${required});`,
      ...body,
      `    return call.${type.name === 'sequence' ? 'recordAll' : 'record'}();`,
      '  },',
    ];
  }

  #missing({type, default: value}) {
    if (type.name === 'MLNumber') {
      return `call.mlNumber(${value})`;
    }
    const definition = this.#definitions.get(type.name);
    return `call.number(${definition?.kind === 'enum' ? definition.values.indexOf(value) : Number(value)})`;
  }

  #literal(value) {
    return typeof value === 'string' ? quote(value) : String(value);
  }

  /** A statement that converts a value and writes it to the call. */
  #pack(type, value, what) {
    const definition = this.#definitions.get(type.name);
    if (type.name === 'MLOperand') return `call.operand(${value}, ${what})`;
    if (type.name === 'MLNumber') return `call.mlNumber(${value}, ${what})`;
    if (type.name === 'boolean') return `call.number(${value} ? 1 : 0)`;
    if (type.name === 'union') return `call.numberOrSequence(${value}, ${this.#conversion(type.of[0])}, ${what})`;
    if (definition?.kind === 'enum') return `call.number(webidl.enumerationIndex(enums.${type.name})(${value}, ${what}))`;
    if (type.name === 'sequence') {
      const [of] = type.of;
      if (of.name === 'MLOperand') return `call.operands(${value}, ${what})`;
      const isEnumeration = this.#definitions.get(of.name)?.kind === 'enum';
      const item = isEnumeration ? `webidl.enumerationIndex(enums.${of.name})` : this.#conversion(of);
      return `call.sequence(${value}, ${item}, ${what})`;
    }
    return `call.number(${this.#conversion(type)}(${value}, ${what}))`;
  }

  /** A function of a value and of what it is. */
  #conversion(type) {
    const definition = this.#definitions.get(type.name);
    if (definition?.kind === 'enum') return `webidl.enumeration(enums.${type.name})`;
    if (type.name === 'sequence') return `webidl.sequence(${this.#conversion(type.of[0])})`;
    const conversions = {
      'unsigned long': type.enforceRange ? 'unsignedLongInRange' : 'unsignedLong',
      'long': type.enforceRange ? 'longInRange' : undefined,
      'double': 'double',
      'float': 'float',
      'boolean': 'boolean',
      'USVString': 'usvString',
      'DOMString': 'domString',
    };
    const conversion = conversions[type.name];
    if (conversion === undefined) {
      throw new TypeError(`no conversion for ${JSON.stringify(type)}`);
    }
    return `webidl.${conversion}`;
  }
}

function quote(text) {
  return `'${text}'`;
}

function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
