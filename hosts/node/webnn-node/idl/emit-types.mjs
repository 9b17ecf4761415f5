// webnn.d.ts: the same definitions for TypeScript, whose own libraries do not have them.

const NAMES = {
  'unsigned long': 'number',
  'unsigned long long': 'number',
  'long': 'number',
  'double': 'number',
  'unrestricted double': 'number',
  'float': 'number',
  'USVString': 'string',
  'DOMString': 'string',
  'undefined': 'void',
  'AllowSharedBufferSource': 'ArrayBufferView | ArrayBuffer | SharedArrayBuffer',
  'GPUDevice': 'object',
};

export function emitTypes(definitions) {
  const emitters = {enum: emitEnum, typedef: emitTypedef, dictionary: emitDictionary, interface: emitInterface, mixin: () => []};
  const lines = [...definitions.values()].flatMap(definition => [...emitters[definition.kind](definition), '']);
  return [
    '// GENERATED from idl/webnn.idl and idl/extensions.idl by idl/generate.mjs. Do not edit.',
    '// Documentation of each: https://www.w3.org/TR/webnn/',
    '',
    ...lines,
  ].join('\n').replace(/\n{3,}/g, '\n\n');
}

function emitEnum({name, values}) {
  return [`export type ${name} = ${values.map(value => `'${value}'`).join(' | ')};`];
}

function emitTypedef({name, type}) {
  return [`export type ${name} = ${text(type)};`];
}

// A dictionary that callers give may leave members out; one that they get has them all.
function emitDictionary({name, base, members}) {
  const isResult = /Limits$|^MLRankRange$/.test(name);
  return [
    `export interface ${name}${base === undefined ? '' : ` extends ${base}`} {`,
    ...members.map(member => `  ${member.name}${member.required || isResult ? '' : '?'}: ${text(member.type, !isResult)};`),
    '}',
  ];
}

function emitInterface({name, members}) {
  const isConstructible = members.some(({kind}) => kind === 'constructor');
  return [
    `export declare class ${name} {`,
    ...isConstructible ? [] : ['  private constructor();'],
    ...members.map(emitMember),
    '}',
  ];
}

function emitMember(member) {
  if (member.kind === 'attribute') {
    return `  readonly ${member.name}: ${text(member.type)};`;
  }
  const parameters = member.parameters.map(({name, type, optional}) => `${name}${optional ? '?' : ''}: ${text(type, true)}`).join(', ');
  return member.kind === 'constructor' ? `  constructor(${parameters});` : `  ${member.name}(${parameters}): ${text(member.type)};`;
}

function text(type, isArgument = false) {
  const of = type.of.map(inner => text(inner, isArgument));
  switch (type.name) {
    case 'union': return of.join(' | ');
    case 'sequence': return isArgument ? `Iterable<${of[0]}>` : `${of[0]}[]`;
    case 'FrozenArray': return `readonly ${of[0]}[]`;
    case 'record': return `Record<string, ${of[1]}>`;
    case 'Promise': return `Promise<${of[0]}>`;
    default: return NAMES[type.name] ?? type.name;
  }
}
