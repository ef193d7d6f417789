import { finishFederation } from '../../../../lib/federation-return.ts';

export const dynamic = 'force-dynamic';

export function GET(request: Request): Promise<Response> {
  return finishFederation('github', request);
}
