import type { OrganizationMembership } from '@devpulse/contracts/organization/organizations';
import { ActionButton } from '@devpulse/ui/action-button';
import { buttonStyle } from '@devpulse/ui/button';
import { Note } from '@devpulse/ui/note';
import { securityAddress } from '../../lib/addresses.ts';
import { instantDayText } from '../../lib/day-words.ts';
import { PageLink } from '../../lib/page-link.tsx';
import { type NoticeItem, noticeText } from './notice-words.ts';
import { readNotices, takeDeletionBack } from './organization-actions.ts';

/** What a member has to know on every page: the end of the organization, a factor that is asked for, and what they were told. */
export function Banners({
  membership,
  notices,
}: {
  membership: OrganizationMembership;
  notices: readonly NoticeItem[];
}) {
  const unread = notices.filter((notice) => !notice.isRead);
  const isEmpty = !membership.deletionDueAt && !membership.secondFactorDueAt && unread.length === 0;
  if (isEmpty) return null;
  return (
    <aside aria-label="Notices" className="mb-4 flex flex-col gap-2">
      <DeletionNote membership={membership} />
      <FactorNote membership={membership} />
      {unread.length > 0 && <UnreadNotices membership={membership} notices={unread} />}
    </aside>
  );
}

function DeletionNote({ membership }: { membership: OrganizationMembership }) {
  const { deletionDueAt, name, slug, calendar, capabilities } = membership;
  if (deletionDueAt === null) return null;
  return (
    <Note
      kind="caution"
      action={
        capabilities.includes('delete_organization') && (
          <ActionButton action={takeDeletionBack.bind(null, slug)}>Take it back</ActionButton>
        )
      }
    >
      <p>
        {name} will be deleted with everything in it on {instantDayText(deletionDueAt, calendar.zone)}. Until
        then an Owner can take that back.
      </p>
    </Note>
  );
}

function FactorNote({ membership }: { membership: OrganizationMembership }) {
  const { secondFactorDueAt, isWithheldForFactor, calendar } = membership;
  if (secondFactorDueAt === null) return null;
  return (
    <Note
      kind="caution"
      action={
        <PageLink href={securityAddress()} className={buttonStyle()}>
          Set up a second factor
        </PageLink>
      }
    >
      <p>
        {isWithheldForFactor
          ? 'A second factor is asked of you, and you have none. Until it is set up, only what a Developer may do is open to you.'
          : `Set up a second factor by ${instantDayText(secondFactorDueAt, calendar.zone)}. After that day, only what a Developer may do is open to you.`}
      </p>
    </Note>
  );
}

function UnreadNotices({
  membership,
  notices,
}: {
  membership: OrganizationMembership;
  notices: readonly NoticeItem[];
}) {
  return (
    <Note action={<ActionButton action={readNotices.bind(null, membership.slug)}>Mark as read</ActionButton>}>
      <ul className="flex flex-col gap-1">
        {notices.map((notice) => (
          <li key={notice.id}>{noticeText(notice, membership.calendar.zone)}</li>
        ))}
      </ul>
    </Note>
  );
}
