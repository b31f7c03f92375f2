import {el} from './dom.js';
import {t} from './words.js';

const YES_NO = ['', 'true', 'false'];
const METHODS = ['', 'GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Options that every type has. */
const GENERAL = [
  ['timeout', 'number'], ['retries', 'number'], ['retry_interval', 'number'],
  ['ip_version', ['', 'any', '4', '6', 'prefer_4', 'prefer_6']],
];

/** Of the types that can say more of a failure. */
const EVIDENCE = ['evidence', YES_NO];

/** The common options of each type; all others are written as JSON. */
const COMMON = {
  http: [
    ['method', METHODS], ['valid_status_codes', 'list'], ['headers', 'lines'], ['body', 'text'], ['body_matches', 'list'],
    ['body_not_matches', 'list'], ['follow_redirects', YES_NO], ['verify_tls', YES_NO], ['min_days', 'number'],
    ['http_version', ['', 'auto', '1.1', '2']], EVIDENCE,
  ],
  tcp: [['tls', YES_NO], ['starttls', ['', 'smtp', 'imap', 'pop3', 'ftp', 'ldap', 'postgres']], ['verify', YES_NO], ['min_days', 'number'],
    EVIDENCE],
  ping: [['count', 'number'], ['interval_ms', 'number'], ['wait_ms', 'number'], ['size', 'number'], ['max_loss', 'number'], EVIDENCE],
  tls: [['min_days', 'number'], ['server_name', 'string'], ['verify', YES_NO], ['ca_file', 'string'], EVIDENCE],
  dns: [
    ['server', 'string'], ['type', ['', 'A', 'AAAA', 'CNAME', 'MX', 'NS', 'PTR', 'SOA', 'SRV', 'TXT', 'CAA', 'HTTPS']],
    ['transport', ['', 'udp', 'tcp', 'tls', 'https']], ['expected', 'list'], ['valid_rcodes', 'list'], ['answer_matches', 'list'],
    ['answer_not_matches', 'list'], ['recursion', YES_NO],
  ],
  grpc: [['service', 'string'], ['tls', YES_NO], ['metadata', 'lines'], ['verify', YES_NO], ['min_days', 'number']],
  udp: [['send', 'text'], ['send_hex', 'string'], ['expect', 'string'], ['expect_hex', 'string']],
  websocket: [['headers', 'lines'], ['subprotocol', 'list'], ['verify', YES_NO], ['min_days', 'number']],
  traceroute: [['max_hops', 'number'], ['queries', 'number'], ['wait_ms', 'number']],
  exec: [['args', 'list']],
  api: [],
};

/** Types that every agent has; a plugin's may be written as well. */
export const TYPES = Object.keys(COMMON);

/** Fields for the common options of a type, filled with those that a task has. */
export class OptionFields {
  #fields = [];

  constructor(type, config) {
    this.element = el('div', {class: 'fields'}, [...COMMON[type] ?? [], ...GENERAL].map(([name, kind]) => {
      const input = inputFor(name, kind, config[name]);
      // As the field has it: it may write a value in another way.
      this.#fields.push({name, kind, input, shown: input.value, was: config[name]});
      return el('label', {}, el('span', {}, name, kind === 'lines' || kind === 'list'
          ? el('small', {}, ` ${t('edit.lines')}`) : null), input);
    }));
    this.rest = Object.fromEntries(Object.entries(config).filter(([name]) => !this.#fields.some(field => field.name === name)));
  }

  /** What is written in them; a field that is empty is no option, one that was not touched is what it was. */
  values() {
    const written = this.#fields.map(({name, kind, input, shown, was}) =>
      [name, input.value === shown ? was : valueOf(kind, input.value)]);
    return Object.fromEntries(written.filter(([, value]) => value !== undefined));
  }
}

function inputFor(name, kind, value) {
  const id = `option-${name}`;
  if (Array.isArray(kind)) {
    const present = String(value ?? '');
    return el('select', {id, name}, (kind.includes(present) ? kind : [...kind, present]).map(option =>
      el('option', {value: option, selected: option === present}, option || '–')));
  }
  if (kind === 'number' || kind === 'string') {
    return el('input', {id, name, type: kind === 'number' ? 'number' : 'text', step: 'any', value: value ?? ''});
  }
  const area = el('textarea', {id, name, rows: kind === 'text' ? 4 : 2});
  area.value = textOf(kind, value);
  return area;
}

function textOf(kind, value) {
  if (value === undefined || value === null) {
    return '';
  }
  if (kind === 'lines') {
    const pairs = Array.isArray(value) ? value.map(one => [one.key, one.value]) : Object.entries(value);
    return pairs.map(([key, text]) => `${key}: ${text}`).join('\n');
  }
  if (kind === 'list') {
    return (Array.isArray(value) ? value : [value]).join('\n');
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function valueOf(kind, text) {
  if (text.trim() === '') {
    return undefined;
  }
  if (kind === 'number') {
    return Number(text);
  }
  if (kind === 'list') {
    return linesOf(text);
  }
  if (kind === 'lines') {
    return Object.fromEntries(linesOf(text).map(line => {
      const colon = line.indexOf(':');
      return colon < 0 ? [line, ''] : [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
    }));
  }
  if (kind === YES_NO) {
    return text === 'true';
  }
  return text;
}

function linesOf(text) {
  return text.split('\n').map(line => line.trim()).filter(line => line !== '');
}
