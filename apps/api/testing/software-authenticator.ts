import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** Flags of authenticator data (Web Authentication, section 6.1). */
const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const HAS_CREDENTIAL = 0x40;

const ES256 = -7;

export type AnswerOptions = {
  origin?: string;
  rpId?: string;
  isUserVerified?: boolean;
  counter?: number;
  /** Of the challenge that is signed, instead of the one that was asked. */
  challenge?: string;
  type?: string;
  userHandle?: string;
  /** Signs with this key instead of the credential's own. */
  key?: KeyObject;
};

type CreationOptions = { challenge: string; rp: { id: string }; user: { id: string } };
type RequestOptions = { challenge: string; rpId: string };

/** One passkey in memory (ES256), which answers as a browser and its authenticator would, or wrongly where it is told to. */
export class SoftwareAuthenticator {
  readonly #origin: string;
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  readonly #credentialId = randomBytes(32);
  #counter = 0;
  #handle = '';

  constructor(site: { origin: string }) {
    this.#origin = site.origin;
  }

  get id(): string {
    return this.#credentialId.toString('base64url');
  }

  /** navigator.credentials.create */
  register(asked: unknown, options: AnswerOptions = {}): Record<string, unknown> {
    const { challenge, rp, user } = asked as CreationOptions;
    this.#handle = user.id;
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.#credentialId.length);
    const key = coseKey(this.#keys.publicKey);
    const attested = Buffer.concat([Buffer.alloc(16), length, this.#credentialId, key]);
    const attestationObject = cborMap([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', this.#authenticatorData(rp.id, options, attested)],
    ]);
    return this.#credential({
      clientDataJSON: this.#clientData('webauthn.create', challenge, options).toString('base64url'),
      attestationObject: attestationObject.toString('base64url'),
      transports: ['internal'],
    });
  }

  /** navigator.credentials.get */
  answer(asked: unknown, options: AnswerOptions = {}): Record<string, unknown> {
    const { challenge, rpId } = asked as RequestOptions;
    const data = this.#authenticatorData(rpId, options);
    const client = this.#clientData('webauthn.get', challenge, options);
    const signed = Buffer.concat([data, sha256(client)]);
    return this.#credential({
      clientDataJSON: client.toString('base64url'),
      authenticatorData: data.toString('base64url'),
      signature: sign('sha256', signed, options.key ?? this.#keys.privateKey).toString('base64url'),
      userHandle: options.userHandle ?? this.#handle,
    });
  }

  #credential(response: object): Record<string, unknown> {
    const { id } = this;
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response };
  }

  #clientData(type: string, challenge: string, options: AnswerOptions): Buffer {
    return Buffer.from(
      JSON.stringify({
        type: options.type ?? type,
        challenge: options.challenge ?? challenge,
        origin: options.origin ?? this.#origin,
        crossOrigin: false,
      }),
    );
  }

  #authenticatorData(rpId: string, options: AnswerOptions, credential = Buffer.alloc(0)): Buffer {
    this.#counter = options.counter ?? this.#counter + 1;
    const verified = options.isUserVerified === false ? 0 : USER_VERIFIED;
    const flags = USER_PRESENT | verified | (credential.length > 0 ? HAS_CREDENTIAL : 0);
    const count = Buffer.alloc(4);
    count.writeUInt32BE(this.#counter);
    return Buffer.concat([sha256(options.rpId ?? rpId), Buffer.of(flags), count, credential]);
  }
}

function coseKey(publicKey: KeyObject): Buffer {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  return cborMap([
    [1, 2],
    [3, ES256],
    [-1, 1],
    [-2, Buffer.from(x, 'base64url')],
    [-3, Buffer.from(y, 'base64url')],
  ]);
}

function sha256(text: string | Buffer): Buffer {
  return createHash('sha256').update(text).digest();
}

type CborValue = number | string | Buffer | Map<unknown, unknown>;

/** As much of RFC 8949 as an attestation object needs: small integers, texts, byte strings and the empty map. */
function cborMap(entries: readonly (readonly [number | string, CborValue])[]): Buffer {
  return Buffer.concat([head(5, entries.length), ...entries.flat().map(cbor)]);
}

function cbor(value: CborValue): Buffer {
  if (typeof value === 'number') return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (value instanceof Map) return head(5, 0);
  const bytes = Buffer.from(value as string);
  return Buffer.concat([head(typeof value === 'string' ? 3 : 2, bytes.length), bytes]);
}

function head(major: number, value: number): Buffer {
  if (value < 24) return Buffer.of((major << 5) | value);
  if (value < 256) return Buffer.of((major << 5) | 24, value);
  return Buffer.of((major << 5) | 25, value >> 8, value & 0xff);
}
