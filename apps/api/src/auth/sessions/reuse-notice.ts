import { findPerson } from '@devpulse/database/access/persons';
import type { Transaction } from '@devpulse/database/transaction';
import { Injectable } from '@nestjs/common';
import { PostOffice } from '../../platform/mail/post-office.ts';

/** Tells a person that an old token of theirs was used, and that the session it belongs to was ended. */
@Injectable()
export class ReuseNotice {
  readonly #post: PostOffice;

  constructor(post: PostOffice) {
    this.#post = post;
  }

  async write(tx: Transaction, userId: string): Promise<string> {
    const person = await findPerson(tx, userId);
    return this.#post.write(tx, {
      to: person?.email ?? '',
      subject: 'A session was ended for your safety',
      text: [
        `Hello ${person?.name ?? ''},`,
        '',
        'a sign-in of yours was renewed with a key that had been used before. That happens when somebody has copied it, so',
        'DevPulse has ended that one session. Your other sessions go on.',
        '',
        'Sign in again where you were signed out. If you do not know why this happened, change your password and look',
        'through your sessions under Account, Security.',
      ].join('\n'),
    });
  }

  send(mailId: string): void {
    this.#post.send(mailId);
  }
}
