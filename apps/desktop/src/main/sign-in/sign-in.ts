import { getAccount } from '@devpulse/contracts/account/profile';
import { signOut } from '@devpulse/contracts/auth/sign-in';
import type { DeviceDescription } from '@devpulse/contracts/auth/tokens';
import { ApiError, createClient } from '@devpulse/contracts/client';
import type { SignInProblem } from '../../ipc/screens.ts';
import type { KeptSignIn, TokenVault } from '../tokens/token-vault.ts';
import { type BrowserLink, startBrowserLink } from './browser-link.ts';
import { askForCode, type DeviceCode, type LinkedDevice, waitForCode } from './device-code.ts';
import { LOOPBACK_LIMIT_MS } from './loopback.ts';
import { readServerAddress } from './server-address.ts';
import { openSession, type Session, type SessionEnd } from './session.ts';

export type SignInState =
  | { name: 'signed_out'; problem: SignInProblem | null }
  | { name: 'waiting_for_browser'; openUntil: number }
  | { name: 'code'; code: DeviceCode; problem: SignInProblem | null }
  | { name: 'signed_in'; session: Session }
  | { name: 'removed'; removedAt: number; userId: string; deviceId: string };

type Ports = {
  fetch: typeof fetch;
  vault: TokenVault;
  now: () => number;
  device: () => DeviceDescription;
  /** Opens the system's browser; false when it may not or cannot. */
  openBrowser: (address: string, server: string) => Promise<boolean>;
  onChange: () => void;
  /** Somebody is signed in now: the account, as far as the server could be asked. */
  onSignedIn: (session: Session) => void;
};

/** Who is signed in, and the ways there. Every way ends in the same place; a new one cancels the one before. */
export class SignIn {
  readonly #ports: Ports;
  #state: SignInState = { name: 'signed_out', problem: null };
  #attempt = new AbortController();
  #link: BrowserLink | null = null;
  #server: string | null = null;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  get state(): SignInState {
    return this.#state;
  }
  /** Origin; of the session, else as it was given last. */
  get server(): string | null {
    return this.#server;
  }

  /** Goes on with what was kept by the last run. */
  async restore(server: string | null): Promise<void> {
    this.#server = server;
    const reading = await this.#ports.vault.read();
    if (reading.state === 'kept') this.#open(reading.signIn, null);
    else if (reading.state === 'unreadable') this.#leave('tokens_unreadable');
  }

  async withBrowser(serverText: string): Promise<SignInProblem | null> {
    const signal = this.#begin();
    const server = readServerAddress(serverText);
    if (!server) return this.#leave('server_address');
    this.#server = server;
    const link = await startBrowserLink(server, this.#ports.device());
    if (signal.aborted) {
      link.cancel();
      return null;
    }
    this.#link = link;
    this.#become({ name: 'waiting_for_browser', openUntil: this.#ports.now() + LOOPBACK_LIMIT_MS });
    void this.#awaitBrowser(link, server, signal);
    return (await this.openBrowserAgain()) ? null : this.#leave('browser_not_opened');
  }

  async openBrowserAgain(): Promise<boolean> {
    if (!this.#link || !this.#server) return false;
    return this.#ports.openBrowser(this.#link.address, this.#server);
  }

  async #awaitBrowser(link: BrowserLink, server: string, signal: AbortSignal): Promise<void> {
    const answer = await link.answer;
    if (signal.aborted) return;
    if (answer.type !== 'code') {
      this.#leave(answer.type === 'cancelled' ? null : answer.type);
      return;
    }
    await this.#finish(link.exchange(this.#client(server), answer), server, signal);
  }

  async withCode(serverText: string): Promise<SignInProblem | null> {
    const signal = this.#begin();
    const server = readServerAddress(serverText);
    if (!server) return this.#leave('server_address');
    this.#server = server;
    return this.#newCode(server, signal);
  }

  /** A further code from the same server. */
  async newCode(): Promise<SignInProblem | null> {
    return this.#server ? this.#newCode(this.#server, this.#begin()) : this.#leave('server_address');
  }

  async #newCode(server: string, signal: AbortSignal): Promise<SignInProblem | null> {
    try {
      const code = await askForCode(this.#client(server), server, this.#ports.device());
      if (signal.aborted) return null;
      this.#become({ name: 'code', code, problem: null });
      void this.#awaitCode(code, server, signal);
      return null;
    } catch (error) {
      return signal.aborted ? null : this.#leave(problemOf(error));
    }
  }

  async #awaitCode(code: DeviceCode, server: string, signal: AbortSignal): Promise<void> {
    const { now } = this.#ports;
    const waiting = waitForCode({ call: this.#client(server), code, now, signal });
    const end = await waiting.catch((error: unknown) => ({
      type: 'failed' as const,
      problem: problemOf(error),
    }));
    if (signal.aborted) return;
    if (end.type === 'linked') await this.#finish(Promise.resolve(end.linked), server, signal);
    else if (end.type === 'failed') this.#become({ name: 'code', code, problem: end.problem });
    else {
      const problem = end.type === 'denied' ? 'denied' : 'code_expired';
      this.#become({ name: 'code', code, problem });
    }
  }

  async #finish(linking: Promise<LinkedDevice>, server: string, signal: AbortSignal): Promise<void> {
    try {
      const { tokens, deviceId } = await linking;
      const account = await this.#client(server, tokens.accessToken)(getAccount, {});
      if (signal.aborted) return;
      const { sessionId, refreshToken, refreshExpiresAt } = tokens;
      const signIn = { server, userId: account.id, deviceId, sessionId, refreshToken, refreshExpiresAt };
      await this.#ports.vault.write(signIn);
      this.#open(signIn, tokens);
    } catch (error) {
      if (!signal.aborted) this.#leave(problemOf(error));
    }
  }

  #open(signIn: KeptSignIn, tokens: LinkedDevice['tokens'] | null): void {
    const { fetch, vault, now } = this.#ports;
    this.#server = signIn.server;
    const onEnd = (end: SessionEnd) => this.#ended(session, end);
    const session = openSession({ signIn, tokens, vault, fetch, now, onEnd });
    this.#become({ name: 'signed_in', session });
    this.#ports.onSignedIn(session);
  }

  #ended(session: Session, end: SessionEnd): void {
    if (this.#state.name !== 'signed_in' || this.#state.session !== session) return;
    this.#ports.vault.forget();
    const { userId, deviceId } = session.signIn;
    if (end === 'expired') this.#leave('session_ended');
    else this.#become({ name: 'removed', removedAt: this.#ports.now(), userId, deviceId });
  }

  cancel(): void {
    this.#begin();
    if (this.#state.name !== 'signed_in') this.#leave(null);
  }

  /** Entries that were not sent stay in the journal, bound to this person. The server is told when it can be. */
  async signOut(): Promise<void> {
    const { state } = this;
    this.#begin();
    this.#ports.vault.forget();
    this.#leave(null);
    if (state.name === 'signed_in') await state.session.call(signOut, {}).catch(() => undefined);
    // a refresh that was on its way may have written its token again
    if (this.#state.name !== 'signed_in') this.#ports.vault.forget();
  }

  #begin(): AbortSignal {
    this.#attempt.abort();
    this.#attempt = new AbortController();
    this.#link?.cancel();
    this.#link = null;
    return this.#attempt.signal;
  }

  #leave<Problem extends SignInProblem | null>(problem: Problem): Problem {
    this.#link?.cancel();
    this.#link = null;
    this.#become({ name: 'signed_out', problem });
    return problem;
  }

  #become(state: SignInState): void {
    this.#state = state;
    this.#ports.onChange();
  }

  #client(server: string, token?: string) {
    const { fetch } = this.#ports;
    const headers = token ? { authorization: `Bearer ${token}` } : {};
    return createClient({
      baseUrl: server,
      fetch: (url, init) => fetch(url, { ...init, headers: { ...(init?.headers as object), ...headers } }),
    });
  }
}

function problemOf(error: unknown): SignInProblem {
  if (!(error instanceof ApiError)) return 'server_unknown';
  const { status } = error.problem;
  if (status === 0 || status >= 500) return 'server_unreachable';
  return status === 401 || status === 403 ? 'denied' : 'server_unknown';
}
