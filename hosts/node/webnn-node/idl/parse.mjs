// A parser for the part of WebIDL that webnn.idl and extensions.idl use (https://webidl.spec.whatwg.org/#idl-grammar).

const TOKEN = /\/\/[^\n]*|\s+|"[^"]*"|-?\d+(?:\.\d+)?(?:e-?\d+)?|[A-Za-z_]\w*|[{}()[\]<>=;:,?]/y;

function tokenize(text) {
  const tokens = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null) {
      throw new SyntaxError(`line ${text.slice(0, at).split('\n').length}: '${text.slice(at, at + 10)}' is not WebIDL`);
    }
    if (!/^(\s|\/\/)/.test(match[0])) {
      tokens.push(match[0]);
    }
  }
  return tokens;
}

class Parser {
  #tokens;
  #next = 0;

  constructor(text) {
    this.#tokens = tokenize(text);
  }

  get #peek() {
    return this.#tokens[this.#next];
  }

  #take(expected) {
    const token = this.#tokens[this.#next++];
    if (expected !== undefined && token !== expected) {
      throw new SyntaxError(`expected '${expected}', found '${token}' after '${this.#tokens.slice(this.#next - 6, this.#next - 1).join(' ')}'`);
    }
    return token;
  }

  #takeIf(token) {
    return this.#peek === token && Boolean(this.#take());
  }

  definitions() {
    const found = [];
    while (this.#peek !== undefined) {
      this.#attributes();
      const partial = this.#takeIf('partial');
      const kind = this.#take();
      if (['enum', 'typedef', 'dictionary', 'interface'].includes(kind)) {
        found.push({...this[kind](), partial});
      } else {
        this.#take('includes');
        this.#take();
        this.#take(';');
      }
    }
    return found;
  }

  enum() {
    const name = this.#take();
    return {kind: 'enum', name, values: this.#braced(() => {
      const value = JSON.parse(this.#take());
      this.#takeIf(',');
      return value;
    })};
  }

  typedef() {
    const type = this.#type();
    const name = this.#take();
    this.#take(';');
    return {kind: 'typedef', name, type};
  }

  dictionary() {
    const name = this.#take();
    const base = this.#takeIf(':') ? this.#take() : undefined;
    const members = this.#braced(() => {
      const required = this.#takeIf('required');
      return {required, ...this.#typedName()};
    });
    return {kind: 'dictionary', name, base, members};
  }

  interface() {
    const mixin = this.#takeIf('mixin');
    const name = this.#take();
    return {kind: mixin ? 'mixin' : 'interface', name, members: this.#braced(() => this.#interfaceMember())};
  }

  #interfaceMember() {
    this.#attributes();
    if (this.#takeIf('constructor')) {
      return {kind: 'constructor', parameters: this.#end(this.#parameters())};
    }
    if (this.#takeIf('readonly')) {
      this.#take('attribute');
      return {kind: 'attribute', ...this.#typedName()};
    }
    const type = this.#type();
    const name = this.#take();
    return {kind: 'operation', type, name, parameters: this.#end(this.#parameters())};
  }

  #parameters() {
    const parameters = [];
    this.#take('(');
    while (!this.#takeIf(')')) {
      const optional = this.#takeIf('optional');
      const type = this.#type();
      const parameter = {optional, type, name: this.#take()};
      this.#default(parameter);
      parameters.push(parameter);
      this.#takeIf(',');
    }
    return parameters;
  }

  #typedName() {
    const type = this.#type();
    const member = {type, name: this.#take()};
    this.#default(member);
    return this.#end(member);
  }

  #default(member) {
    if (!this.#takeIf('=')) {
      return;
    }
    if (this.#takeIf('{')) {
      this.#take('}');
      member.default = {};
    } else {
      member.default = JSON.parse(this.#take());
    }
  }

  #type() {
    const enforceRange = this.#attributes().includes('EnforceRange');
    if (this.#takeIf('(')) {
      const union = [this.#type()];
      while (this.#takeIf('or')) {
        union.push(this.#type());
      }
      this.#take(')');
      return {name: 'union', of: union};
    }
    const words = [this.#take()];
    while (['long', 'double'].includes(this.#peek) && ['unsigned', 'long', 'unrestricted'].includes(words.at(-1))) {
      words.push(this.#take());
    }
    const type = {name: words.join(' '), enforceRange, of: []};
    if (this.#takeIf('<')) {
      do {
        type.of.push(this.#type());
      } while (this.#takeIf(','));
      this.#take('>');
    }
    return type;
  }

  #attributes() {
    const words = [];
    if (this.#takeIf('[')) {
      while (!this.#takeIf(']')) {
        words.push(this.#take());
      }
    }
    return words;
  }

  #braced(item) {
    const items = [];
    this.#take('{');
    while (!this.#takeIf('}')) {
      items.push(item());
    }
    this.#take(';');
    return items;
  }

  #end(value) {
    this.#take(';');
    return value;
  }
}

/** The definitions by name, partial ones joined to what they belong to. */
export function parse(...texts) {
  const definitions = new Map();
  for (const definition of texts.flatMap(text => new Parser(text).definitions())) {
    if (definition.partial) {
      definitions.get(definition.name).members.push(...definition.members);
    } else if (definitions.has(definition.name)) {
      throw new SyntaxError(`${definition.name} is defined twice`);
    } else {
      definitions.set(definition.name, definition);
    }
  }
  return definitions;
}
