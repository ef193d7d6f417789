import type { Member } from '../../platform/access/caller.ts';

const KEPT_METADATA = 'devpulse:kept-answer';

export type KeptAnswerRule = {
  /** Something of the reader beside role and teams shows in the answer. */
  isPersonal: boolean;
  /** Whether answers to this reader may be kept; what is logged each time may not. */
  mayKeep: (member: Member) => boolean;
};

export function setKeptAnswerRule(handler: object, rule: KeptAnswerRule): void {
  Reflect.defineMetadata(KEPT_METADATA, rule, handler);
}

export function keptAnswerRuleOf(handler: object): KeptAnswerRule | null {
  return (Reflect.getMetadata(KEPT_METADATA, handler) as KeptAnswerRule | undefined) ?? null;
}
