import { applyDecorators, UseInterceptors } from '@nestjs/common';
import { type KeptAnswerRule, setKeptAnswerRule } from './kept-answer-rule.ts';
import { KeptAnswersInterceptor } from './kept-answers.interceptor.ts';

/** Marks a handler whose answers are the same until its organization changes or the minute is over: they are kept and tagged. */
export function KeptAnswer(rule: Partial<KeptAnswerRule> = {}): MethodDecorator {
  const mark: MethodDecorator = (_target, _key, descriptor) =>
    setKeptAnswerRule(descriptor.value as object, { isPersonal: false, mayKeep: () => true, ...rule });
  return applyDecorators(mark, UseInterceptors(KeptAnswersInterceptor));
}
