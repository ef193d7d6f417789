import type { listNotices } from '@devpulse/contracts/organization/organizations';
import type { RouteResponse } from '@devpulse/contracts/route';
import { instantDayText } from '../../lib/day-words.ts';

export type NoticeItem = RouteResponse<typeof listNotices>['items'][number];

const WORDS: Record<NoticeItem['kind'], string> = {
  individual_views_on: 'Individual views were turned on',
  individual_views_off: 'Individual views were turned off',
  deletion_requested: 'The deletion of the organization was asked for',
  deletion_cancelled: 'The deletion of the organization was taken back',
  ownership_transferred: 'The ownership was transferred',
  presence_shared: 'Who is in, on a break or out is now shown to all members',
  presence_hidden: 'Who is in, on a break or out is no longer shown to all members',
  session_times_shown: 'The times of sessions are now shown to managers and administrators',
  session_times_hidden: 'The times of sessions are no longer shown to managers and administrators',
  correction_approved: 'A correction of your time was approved',
  correction_declined: 'A correction of your time was declined',
  attendance_locked: 'Days of yours were locked',
  attendance_unlocked: 'Days of yours were unlocked',
  leave_noted: 'A day of leave of yours was changed',
  target_set: 'Your working time targets were changed',
};

/** `Individual views were turned on by Marta Lindqvist on 18 Nov 2026.` */
export function noticeText({ kind, actor, at }: NoticeItem, zone: string): string {
  return `${WORDS[kind]}${actor === null ? '' : ` by ${actor}`} on ${instantDayText(at, zone)}.`;
}
