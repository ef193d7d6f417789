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
};

/** `Individual views were turned on by Marta Lindqvist on 18 Nov 2026.` */
export function noticeText({ kind, actor, at }: NoticeItem, zone: string): string {
  return `${WORDS[kind]}${actor === null ? '' : ` by ${actor}`} on ${instantDayText(at, zone)}.`;
}
