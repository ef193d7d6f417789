import { randomUUID } from 'node:crypto';
import { listSigningKeys, renewSigningKey, type SigningKeyRow } from '@devpulse/database/access/signing-keys';
import type { Database } from '@devpulse/database/connection';
import { ACCESS_TOKEN_MS } from '@devpulse/domain/access/session-rules';
import type { Vault } from '@devpulse/vault/vault';
import { Inject, Injectable } from '@nestjs/common';
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { ProcessParts } from '../process-parts.ts';
import { APP_DATABASE, VAULT } from '../tokens.ts';

export const SIGNING_ALGORITHM = 'EdDSA';
const ROTATION_MS = 90 * 86_400_000;
const KEPT_MS = 60_000;
/** After this a ring is not used again, so that a key that was replaced ends. */
const LONGEST_KEPT_MS = 5 * KEPT_MS;
/** A key that is not known may have been made by another replica; it is looked for at most this often. */
const LOOKUP_MS = 5_000;

type Ring = { readAt: number; signing: { kid: string; key: CryptoKey }; verifying: Map<string, CryptoKey> };

/** The keys of access tokens: signed with the newest, verified with the one before as long as tokens of it can live. */
@Injectable()
export class KeyRing {
  readonly #now: () => number;
  readonly #database: Database;
  readonly #vault: Vault;
  #ring: Promise<Ring> | null = null;
  #readAt = Number.NEGATIVE_INFINITY;

  constructor(parts: ProcessParts, @Inject(APP_DATABASE) database: Database, @Inject(VAULT) vault: Vault) {
    this.#now = parts.now;
    this.#database = database;
    this.#vault = vault;
  }

  /** Reads the keys before anybody asks; a database that is away is asked again by the first who does. */
  onModuleInit(): void {
    this.#current().catch(() => undefined);
  }

  async signingKey(): Promise<{ kid: string; key: CryptoKey }> {
    return (await this.#current()).signing;
  }

  /** The public key of this id; null for one that never was, or whose tokens have all ended. */
  async verifyingKey(kid: string): Promise<CryptoKey | null> {
    const known = (await this.#current()).verifying.get(kid);
    if (known !== undefined) return known;
    if (this.#now() - this.#readAt < LOOKUP_MS) return null;
    this.#ring = null;
    return (await this.#current()).verifying.get(kid) ?? null;
  }

  /** An old ring serves while a new one is read: nobody who holds a connection waits here for another one. */
  async #current(): Promise<Ring> {
    if (this.#ring !== null && this.#now() - this.#readAt < KEPT_MS) return this.#ring;
    const old = this.#ring;
    const wasReadAt = this.#readAt;
    this.#readAt = this.#now();
    const ring = this.#read();
    if (old === null || this.#readAt - wasReadAt >= LONGEST_KEPT_MS) this.#ring = ring;
    ring.then(
      () => {
        this.#ring = ring;
      },
      () => {
        if (this.#ring === ring) this.#ring = null;
      },
    );
    return this.#ring ?? ring;
  }

  async #read(): Promise<Ring> {
    const now = this.#now();
    const isFresh = (row: SigningKeyRow | undefined) =>
      row !== undefined && now - row.createdAt < ROTATION_MS;
    const known = await listSigningKeys(this.#database);
    const rows = isFresh(known[0])
      ? known
      : await renewSigningKey(this.#database, now - ROTATION_MS, () => this.#make(now));
    const newest = rows[0];
    if (newest === undefined) throw new Error('There is no key to sign with.');
    const isLive = (row: SigningKeyRow) => row === newest || now - newest.createdAt < 2 * ACCESS_TOKEN_MS;
    const verifying = new Map<string, CryptoKey>();
    for (const row of rows.filter(isLive)) verifying.set(row.kid, await importKey(row.publicJwk));
    const privateJwk = JSON.parse(
      this.#vault.unseal(newest.privateEncrypted, `signing-key:${newest.kid}`),
    ) as JWK;
    return { readAt: now, signing: { kid: newest.kid, key: await importKey(privateJwk) }, verifying };
  }

  async #make(now: number): Promise<SigningKeyRow> {
    const { publicKey, privateKey } = await generateKeyPair(SIGNING_ALGORITHM, { extractable: true });
    const kid = randomUUID();
    const sealed = this.#vault.seal(JSON.stringify(await exportJWK(privateKey)), `signing-key:${kid}`);
    return { kid, publicJwk: { ...(await exportJWK(publicKey)) }, privateEncrypted: sealed, createdAt: now };
  }
}

async function importKey(jwk: JWK | Record<string, unknown>): Promise<CryptoKey> {
  const key = await importJWK(jwk as JWK, SIGNING_ALGORITHM);
  if (key instanceof Uint8Array) throw new TypeError('A signing key is a pair, not a shared secret.');
  return key;
}
