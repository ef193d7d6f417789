export const dynamic = 'force-dynamic';

/** This process answers; what the API is able to do is told by the API's own health. */
export function GET() {
  return Response.json({ status: 'ok' }, { headers: { 'cache-control': 'no-store' } });
}
