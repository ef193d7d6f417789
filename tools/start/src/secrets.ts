import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { messageOf, StartFailure } from './failure.ts';

const Secrets = z.object({
  /** Signs GitHub's deliveries. */
  webhookSecret: z.string().min(32),
  /** Passwords of the database roles devpulse_owner, devpulse_app and devpulse_dashboard. */
  ownerPassword: z.string().min(16),
  appPassword: z.string().min(16),
  dashboardPassword: z.string().min(16),
  /** Seals what is stored encrypted, and makes the set-up link: 32 bytes in hex. Lost, so are factors and sign-in keys. */
  encryptionKey: z.string().regex(/^[0-9a-f]{64}$/, '32 bytes in hex'),
});
export type Secrets = z.infer<typeof Secrets>;

export function secretsFile(dataDirectory: string): string {
  return path.join(dataDirectory, 'secrets.json');
}

/**
 * The generated secrets of a data directory, made on first use; the file is readable by its owner alone. A file of a version that
 * had fewer of them gets those that are missing and keeps the rest.
 */
export function ensureSecrets(dataDirectory: string): Secrets {
  const file = secretsFile(dataDirectory);
  if (!existsSync(file)) writeSecrets(file, newSecrets());
  chmodSync(file, 0o600);
  addEncryptionKey(file);
  return readSecrets(dataDirectory);
}

function addEncryptionKey(file: string): void {
  const older = Secrets.omit({ encryptionKey: true }).loose().safeParse(readJson(file));
  if (!older.success || 'encryptionKey' in older.data) return;
  writeSecrets(file, { ...older.data, encryptionKey: newSecrets().encryptionKey });
}

/** Undefined for a file that is not JSON; `readSecrets` explains it. */
function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Throws a `StartFailure` when the file is missing, not readable or not complete. */
export function readSecrets(dataDirectory: string): Secrets {
  const file = secretsFile(dataDirectory);
  try {
    return Secrets.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error);
    throw new StartFailure(
      `${file} is not usable: ${reason}\nRestore it, or start with a new data directory.`,
    );
  }
}

function newSecrets(): Secrets {
  const random = () => randomBytes(24).toString('base64url');
  return {
    webhookSecret: randomBytes(32).toString('hex'),
    ownerPassword: random(),
    appPassword: random(),
    dashboardPassword: random(),
    encryptionKey: randomBytes(32).toString('hex'),
  };
}

/** Written beside and renamed, so that a crash leaves either no file or a whole one. */
function writeSecrets(file: string, secrets: Secrets): void {
  const partial = `${file}.${process.pid}`;
  writeFileSync(partial, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  renameSync(partial, file);
}
