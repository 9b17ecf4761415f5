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
      'const {enums} = require(\'./idl\');',
      'const {operator, options, operand, operands, mlNumber, boolean, number, sequence, numberOrSequence} = require(\'./signature\');',
      'const webidl = require(\'./webidl\');',
      '',
      '// An operator is written to a call in the order of its parameters; a dictionary, in that of its members: label first, then by name.',
      '',
      ...this.#optionsOf(this.#operators()).flatMap(name => this.#options(name)),
      'module.exports = {',
      ...this.#operators().map(operation => this.#operator(operation)),
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

  /** The rows of a dictionary's members but the label, which lib/signature.js knows. */
  #options(name) {
    const rows = this.#members(name).filter(member => member.name !== 'label').map(member =>
      `  [${quote(member.name)}, ${this.#writer(member.type)}${member.default === undefined ? '' : `, ${this.#literal(member.default)}`}],`);
    return rows.length === 0 ? [`const ${name} = options('${name}');`, ''] : [`const ${name} = options('${name}', [`, ...rows, ']);', ''];
  }

  #operator({name, type, parameters}) {
    const required = parameters.filter(({optional}) => !optional).map(parameter => `[${quote(parameter.name)}, ${this.#writer(parameter.type)}]`);
    const end = type.name === 'sequence' ? ', \'recordAll\'' : '';
    return `  ...operator('${name}', [${required.join(', ')}], ${parameters.at(-1).type.name}${end}),`;
  }

  #literal(value) {
    return typeof value === 'string' ? quote(value) : String(value);
  }

  /** A function that converts a value and writes it to the call. */
  #writer(type) {
    const [of] = type.of;
    switch (type.name) {
      case 'MLOperand': return 'operand';
      case 'MLNumber': return 'mlNumber';
      case 'boolean': return 'boolean';
      case 'union': return `numberOrSequence(${this.#number(of)})`;
      case 'sequence': return of.name === 'MLOperand' ? 'operands' : `sequence(${this.#number(of)})`;
      default: return `number(${this.#number(type)})`;
    }
  }

  /** A conversion to a number: that of an enumeration's value is its index. */
  #number(type) {
    return this.#definitions.get(type.name)?.kind === 'enum' ? `webidl.enumerationIndex(enums.${type.name})` : this.#conversion(type);
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
