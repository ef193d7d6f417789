import { randomBytes } from 'node:crypto';
import { hashSecret } from '@devpulse/vault/secrets';

/** Crockford's Base32: no letter that is taken for a digit. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const CODES = 10;
/** 25 letters of 5 bits: 125 bits (ASVS 6.5.2 asks for 112, so that a plain hash will do). */
const LETTERS = 25;
const GROUP = /.{5}/g;

export function newRecoveryCodes(): string[] {
  return Array.from({ length: CODES }, () => {
    const letters = Array.from(randomBytes(LETTERS), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
    return (letters.match(GROUP) ?? []).join('-');
  });
}

/** Under which a code is stored and found, however it was typed; null for what cannot be one. */
export function hashRecoveryCode(text: string): Buffer | null {
  const letters = text.toLowerCase().replaceAll(/[\s-]/g, '').replaceAll('o', '0').replaceAll(/[il]/g, '1');
  const isWhole = letters.length === LETTERS && [...letters].every((letter) => ALPHABET.includes(letter));
  return isWhole ? hashSecret(letters) : null;
}
