import type { TFunction } from 'i18next';
import type { Member } from './api';

const BUILT_IN: ReadonlySet<string> = new Set(['dispatchers', 'emergency']);

/** Queues of the product: until somebody names one, it is called by its code in the language of the screen. */
export const isNamedByUs = (code: string) => BUILT_IN.has(code);

export function queueName(t: TFunction, code: string, name: string): string {
  return name !== '' ? name : isNamedByUs(code) ? t(`control.line.${code}`) : code;
}

/** «201, 202:5» ⇄ members: the figure after the colon is the penalty. Null when a part of it is no phone. */
export function membersIn(text: string): Member[] | null {
  const parts = wordsIn(text);
  const members = parts.map((each) => /^(\d{2,8})(?::(\d{1,3}))?$/.exec(each));
  return members.some((each) => each === null)
    ? null
    : members.map((each) => ({ extension: each?.[1] ?? '', penalty: Number(each?.[2] ?? 0) }));
}

export function membersText(members: readonly Member[]): string {
  return members.map((each) => (each.penalty === 0 ? each.extension : `${each.extension}:${each.penalty}`)).join(', ');
}

export function wordsIn(text: string): string[] {
  return text.split(/[,;\n]/).map((each) => each.trim()).filter((each) => each !== '');
}
