import { getClock } from '@devpulse/contracts/attendance/clock';
import type { RouteResponse } from '@devpulse/contracts/route';
import { cache } from 'react';
import { callApi } from './api.ts';

export type Clock = RouteResponse<typeof getClock>;

/** The clock of the person who asks, read once per request: the shell shows it, and pages know today by it. */
export const readClock = cache(
  (organization: string): Promise<Clock> => callApi(getClock, { params: { organization } }),
);
