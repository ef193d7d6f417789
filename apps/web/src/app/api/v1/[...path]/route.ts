import { readEnvironment } from '../../../../env.ts';
import { passCall } from '../../../../lib/program-passage.ts';

export const dynamic = 'force-dynamic';

/** For the desktop app and other programs. A reverse proxy may lead these paths to the API itself. */
const pass = (request: Request): Promise<Response> => passCall(request, readEnvironment().API_URL);

export { pass as DELETE, pass as GET, pass as PATCH, pass as POST, pass as PUT };
