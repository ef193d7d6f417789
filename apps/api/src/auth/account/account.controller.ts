import {
  type Account,
  changeEmail,
  changePassword,
  deleteAccount,
  getAccount,
  updateAccount,
} from '@devpulse/contracts/account/profile';
import { Controller } from '@nestjs/common';
import { ContractRoute, type RouteCall } from '../../platform/contract-route.ts';
import { AccountService } from './account.service.ts';
import { AccountDeletion } from './account-deletion.ts';
import { PasswordChange } from './password-change.ts';

const DONE = { isDone: true } as const;
type Done = typeof DONE;

@Controller()
export class AccountController {
  readonly #accounts: AccountService;
  readonly #passwords: PasswordChange;
  readonly #deletion: AccountDeletion;

  constructor(accounts: AccountService, passwords: PasswordChange, deletion: AccountDeletion) {
    this.#accounts = accounts;
    this.#passwords = passwords;
    this.#deletion = deletion;
  }

  @ContractRoute(getAccount)
  read({ caller }: RouteCall<typeof getAccount>): Promise<Account> {
    return this.#accounts.read(caller);
  }

  @ContractRoute(updateAccount)
  async update({ caller, body }: RouteCall<typeof updateAccount>): Promise<Done> {
    await this.#accounts.rename(caller, body.name);
    return DONE;
  }

  @ContractRoute(changeEmail)
  async changeEmail({ caller, body, origin }: RouteCall<typeof changeEmail>): Promise<Done> {
    await this.#accounts.changeEmail(caller, body.email, origin);
    return DONE;
  }

  @ContractRoute(changePassword)
  async changePassword({ caller, body, origin }: RouteCall<typeof changePassword>): Promise<Done> {
    await this.#passwords.change(caller, body, origin);
    return DONE;
  }

  @ContractRoute(deleteAccount)
  async delete({ caller }: RouteCall<typeof deleteAccount>): Promise<Done> {
    await this.#deletion.delete(caller);
    return DONE;
  }
}
