import { AppError } from '@devpulse/domain/errors';
import { Injectable } from '@nestjs/common';

/** Words that stand for this product or the person; alone, or with digits and signs around them, they are no password. */
const OWN_WORDS = ['devpulse'];
const SHORTEST_WORD = 3;

/**
 * What a new password may not be: one of the 49,000 that are most common in leaks (SecLists' collections, as zxcvbn ships them), or
 * the person's own name or address. No rule about kinds of characters (ASVS 6.2.1 to 6.2.12).
 */
@Injectable()
export class PasswordRules {
  #leaked: Promise<ReadonlySet<string>> | null = null;

  /** Throws AppError('invalid_request') naming `body.password`. */
  async require(password: string, person: { email: string; name: string }): Promise<void> {
    const text = password.normalize('NFKC').toLowerCase();
    if (ownWords(person).has(stripAround(text)) || ownWords(person).has(text)) {
      throw refused('This password is made of your own name or address.');
    }
    this.#leaked ??= readLeaked();
    if ((await this.#leaked).has(text)) {
      throw refused('This password is among those that attackers try first, since it was in many leaks.');
    }
  }
}

function refused(detail: string): AppError {
  return new AppError('invalid_request', detail, {
    field: 'body.password',
    remedy: 'Choose another one; three or four words that nobody would guess are good.',
  });
}

/** Read once it is needed, and kept: half a megabyte. */
async function readLeaked(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  return new Set(dictionary['passwords-common'].map((password) => String(password).toLowerCase()));
}

function ownWords({ email, name }: { email: string; name: string }): ReadonlySet<string> {
  const [local = ''] = email.split('@');
  const words = [...OWN_WORDS, email, local, ...local.split(/[._+-]/), name, name.replaceAll(/\s/g, '')];
  const ofName = name.split(/\s+/);
  return new Set(
    [...words, ...ofName]
      .map((word) => word.normalize('NFKC').toLowerCase())
      .filter((word) => word.length >= SHORTEST_WORD),
  );
}

function stripAround(text: string): string {
  return text.replaceAll(/^[\d\p{P}\p{S}\s]+|[\d\p{P}\p{S}\s]+$/gu, '');
}
