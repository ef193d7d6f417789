import { exportOwnRecord } from '@devpulse/contracts/organization/trust';
import { OrganizationSlug } from '@devpulse/contracts/primitives';
import { ownRecordAddress } from '../../../../lib/addresses.ts';
import { callApi } from '../../../../lib/api.ts';
import { answerExport } from '../../../../lib/download.ts';

export const dynamic = 'force-dynamic';

/** Every row held about the caller. */
export async function GET(request: Request, { params }: { params: Promise<{ organization: string }> }) {
  const { organization } = await params;
  if (!OrganizationSlug.safeParse(organization).success) return new Response(null, { status: 404 });
  return answerExport(request, {
    name: `${organization}-my-data`,
    page: ownRecordAddress(organization),
    read: () => callApi(exportOwnRecord, { params: { organization } }),
  });
}
