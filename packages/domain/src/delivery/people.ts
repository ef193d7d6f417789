import type { AccountSnapshot } from './timeline.ts';

/** GitHub's stand-in for deleted users: REST and GraphQL give null, some REST lists give this account instead. */
const GHOST_ACCOUNT_ID = '10137';

/**
 * True for GitHub's bot accounts, logins that end in `[bot]`, and the organization's own list of logins (some bots have
 * `type: User`). Case does not matter. Source: metrics.md, section 1.
 */
export function isBot(account: { login: string; type: string }, extraBots: readonly string[] = []): boolean {
  const login = account.login.toLowerCase();
  return (
    account.type.toLowerCase() === 'bot' ||
    login.endsWith('[bot]') ||
    extraBots.some((bot) => bot.trim().toLowerCase() === login)
  );
}

/** A deleted user: a null actor, or GitHub's `ghost` account. */
export function isGhost(account: Pick<AccountSnapshot, 'id'> | null): boolean {
  return account === null || account.id === GHOST_ACCOUNT_ID;
}

/** Neither bot nor ghost: the only accounts that metrics count. */
export function isHuman(account: AccountSnapshot | null, extraBots: readonly string[] = []): boolean {
  return account !== null && !isGhost(account) && !isBot(account, extraBots);
}
