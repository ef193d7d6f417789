import type { Member } from '../../platform/access/caller.ts';

const KEPT_METADATA = 'devpulse:kept-answer';

export type KeptAnswerRule = {
  /** Something of the reader beside role and teams shows in the answer. */
  isPersonal: boolean;
  /** Whether answers to this reader may be kept; what is logged each time may not. */
  mayKeep: (member: Member) => boolean;
};

/** Marks a handler whose answers are the same until its organization changes or the minute is over: they are kept and tagged. */
export function KeptAnswer(rule: Partial<KeptAnswerRule> = {}): MethodDecorator {
  const whole: KeptAnswerRule = { isPersonal: false, mayKeep: () => true, ...rule };
  return (_target, _key, descriptor) => {
    Reflect.defineMetadata(KEPT_METADATA, whole, descriptor.value as object);
  };
}

export function keptAnswerRuleOf(handler: object): KeptAnswerRule | null {
  return (Reflect.getMetadata(KEPT_METADATA, handler) as KeptAnswerRule | undefined) ?? null;
}
