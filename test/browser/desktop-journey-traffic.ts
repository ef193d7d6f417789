import type { AttendanceEventBody } from '@devpulse/contracts/attendance/events';

/** One request as the desktop app gave it to Electron's network, and what came back. */
export type Exchange = {
  method: string;
  pathname: string;
  query: Record<string, string>;
  headers: string[];
  body: unknown;
  status: number | 'unreachable' | 'reply_lost';
  answer: unknown;
};

/** Stands where Electron's network is: passes requests on, notes each one, and fails as networks do. */
export class DesktopTraffic {
  readonly exchanges: Exchange[] = [];
  isOffline = false;
  /** The next request to this path arrives, and its reply does not. */
  loseReplyTo: string | null = null;
  /** So many of the next requests with a token carry one that has been cut. */
  cutTokens = 0;

  readonly fetch: typeof fetch = async (input, init) => {
    const url = new URL(String(input));
    const headers = new Headers(init?.headers);
    const exchange: Exchange = {
      method: init?.method ?? 'GET',
      pathname: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: [...headers.keys()],
      body: typeof init?.body === 'string' ? JSON.parse(init.body) : (init?.body ?? null),
      status: 'unreachable',
      answer: null,
    };
    this.exchanges.push(exchange);
    if (this.isOffline) throw new TypeError('no network');
    if (this.cutTokens > 0 && headers.has('authorization')) {
      this.cutTokens -= 1;
      headers.set('authorization', `${headers.get('authorization')?.slice(0, -4)}`);
    }
    const isLost = this.loseReplyTo === url.pathname;
    if (isLost) this.loseReplyTo = null;
    const answer = await fetch(url, { ...init, headers });
    exchange.answer = await answer
      .clone()
      .json()
      .catch(() => null);
    exchange.status = isLost ? 'reply_lost' : answer.status;
    if (isLost) throw new TypeError('no reply');
    return answer;
  };

  to(pathname: string): Exchange[] {
    return this.exchanges.filter((one) => one.pathname === pathname);
  }

  /** Entries that the server has taken, once each, in their order. */
  get taken(): AttendanceEventBody[] {
    const all = this.exchanges.filter(({ status }) => status === 200).flatMap(eventsOf);
    return [...new Map(all.map((event) => [event.eventId, event])).values()];
  }

  actions<Type extends Action['type']>(type: Type): Extract<Action, { type: Type }>[] {
    return this.taken.flatMap(({ action }) =>
      action.type === type ? [action as Extract<Action, { type: Type }>] : [],
    );
  }
}

type Action = AttendanceEventBody['action'];

export const eventsOf = ({ body }: Pick<Exchange, 'body'>) =>
  (body as { events?: AttendanceEventBody[] } | null)?.events ?? [];
