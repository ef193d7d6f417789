import { listInstanceMails } from '@devpulse/contracts/auth/set-up';
import type { RouteResponse } from '@devpulse/contracts/route';
import { listUnsentMails, type MailRow } from '@devpulse/database/access/mails';
import type { Database } from '@devpulse/database/connection';
import { formatInstant } from '@devpulse/domain/time/instant';
import type { Vault } from '@devpulse/vault/vault';
import { Controller, Inject } from '@nestjs/common';
import { ContractRoute } from '../../platform/contract-route.ts';
import { APP_DATABASE, VAULT } from '../../platform/tokens.ts';

const SHOWN = 200;

/** The mail page of an instance that sends none, for its Owner alone. */
@Controller()
export class InstanceMailsController {
  readonly #database: Database;
  readonly #vault: Vault;

  constructor(@Inject(APP_DATABASE) database: Database, @Inject(VAULT) vault: Vault) {
    this.#database = database;
    this.#vault = vault;
  }

  @ContractRoute(listInstanceMails)
  async list(): Promise<RouteResponse<typeof listInstanceMails>> {
    const mails = await listUnsentMails(this.#database, SHOWN);
    return {
      items: mails.map((mail) => ({
        id: mail.id,
        to: mail.recipient,
        subject: mail.subject,
        text: this.#textOf(mail),
        state: mail.state,
        createdAt: formatInstant(mail.createdAt),
      })),
    };
  }

  /** A mail that was sealed under another key must not hide the others. */
  #textOf({ id, textEncrypted }: MailRow): string {
    if (textEncrypted === null) return '';
    try {
      return this.#vault.unseal(textEncrypted, `mail:${id}`);
    } catch {
      return 'This text was sealed under a key that is not the present one, DEVPULSE_ENCRYPTION_KEY.';
    }
  }
}
