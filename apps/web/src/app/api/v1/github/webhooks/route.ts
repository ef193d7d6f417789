import { readEnvironment } from '../../../../../env.ts';
import { passDelivery } from '../../../../../lib/webhook-passage.ts';

export const dynamic = 'force-dynamic';

/** So that one public address is enough. A reverse proxy may lead this path to the API itself. */
export function POST(request: Request): Promise<Response> {
  return passDelivery(request, readEnvironment().API_URL);
}
