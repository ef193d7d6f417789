import type { Vault } from '@devpulse/vault/vault';
import { Inject, Injectable } from '@nestjs/common';
import { VAULT } from '../../platform/tokens.ts';

/** Under which the letters that a device shows are stored: under the instance's key, since 34.5 bits can be searched through. */
@Injectable()
export class UserCodeHash {
  readonly #vault: Vault;

  constructor(@Inject(VAULT) vault: Vault) {
    this.#vault = vault;
  }

  of(userCode: string): Buffer {
    return this.#vault.derive('user code', userCode);
  }
}
