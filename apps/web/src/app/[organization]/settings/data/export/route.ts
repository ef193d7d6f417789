import { exportOrganization } from '@devpulse/contracts/organization/ownership';
import { OrganizationSlug } from '@devpulse/contracts/primitives';
import { settingsAddress } from '../../../../../lib/addresses.ts';
import { callApi } from '../../../../../lib/api.ts';
import { answerExport } from '../../../../../lib/download.ts';

export const dynamic = 'force-dynamic';

/** Everything kept for the organization, for its Owner. */
export async function GET(request: Request, { params }: { params: Promise<{ organization: string }> }) {
  const { organization } = await params;
  if (!OrganizationSlug.safeParse(organization).success) return new Response(null, { status: 404 });
  return answerExport(request, {
    name: `${organization}-export`,
    page: settingsAddress(organization, 'data'),
    read: () => callApi(exportOrganization, { params: { organization } }),
  });
}
