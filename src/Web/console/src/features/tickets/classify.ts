import type { Priority } from '../../api';

/** Kinds of work. The codes are the host's; the words are in the locale files. */
export const CATEGORIES = [
  'waterLeak', 'electricity', 'hotWater', 'coldWater', 'heating', 'sewerBlockage', 'chuteBlockage', 'gas', 'fire',
  'lift', 'roof', 'intercom', 'cleaning', 'other',
] as const;

export type Category = (typeof CATEGORIES)[number];

type Stem = readonly [stem: string, weight: number, priority?: Priority];

/**
 * Beginnings of words, Russian and Ukrainian, that speak for a kind of work: their weight and how urgent they are.
 * Beginnings and not words: both languages bend the ends.
 */
const STEMS: Record<Exclude<Category, 'other'>, readonly Stem[]> = {
  waterLeak: [['кап', 4, 'urgent'], ['крап', 4, 'urgent'], ['теч', 4, 'urgent'], ['тече', 4, 'urgent'],
    ['протек', 4, 'urgent'], ['протеч', 4, 'urgent'], ['протік', 4, 'urgent'], ['затоп', 6, 'urgent'],
    ['залив', 6, 'urgent'], ['зали', 5, 'urgent'], ['прорв', 7, 'critical'], ['хлещ', 6, 'critical'],
    ['порыв', 6, 'critical'], ['порив', 6, 'critical'], ['свищ', 4, 'urgent'], ['льет', 4, 'urgent'],
    ['льёт', 4, 'urgent'], ['ллє', 4, 'urgent'], ['стояк', 4], ['труб', 3], ['кран', 2], ['смесит', 2],
    ['змішув', 2], ['сифон', 2], ['потол', 1], ['стел', 1]],
  hotWater: [['горяч', 5], ['гаряч', 5], ['гвс', 6], ['гвп', 6]],
  coldWater: [['холодн', 2], ['хвс', 6], ['хвп', 6], ['напор', 2], ['тиск', 2], ['вод', 2]],
  heating: [['батаре', 5], ['отоплен', 6], ['опален', 6], ['радиатор', 5], ['радіатор', 5], ['холодно', 3],
    ['мерзн', 3], ['мёрзн', 3], ['замерз', 3]],
  electricity: [['свет', 5, 'urgent'], ['світл', 5, 'urgent'], ['электр', 6, 'urgent'], ['електр', 6, 'urgent'],
    ['искр', 7, 'critical'], ['іскр', 7, 'critical'], ['замыкан', 7, 'critical'], ['замикан', 7, 'critical'],
    ['розет', 4, 'urgent'], ['провод', 3, 'urgent'], ['щит', 2, 'urgent'], ['лампоч', 3]],
  sewerBlockage: [['засор', 6, 'urgent'], ['засм', 5, 'urgent'], ['канализ', 6, 'urgent'], ['каналіз', 6, 'urgent'],
    ['забил', 5, 'urgent'], ['фекал', 5, 'urgent'], ['унитаз', 3, 'urgent'], ['унітаз', 3, 'urgent']],
  chuteBlockage: [['мусоропровод', 8], ['сміттєпров', 8]],
  gas: [['газ', 9, 'critical']],
  fire: [['пожар', 9, 'critical'], ['пожеж', 9, 'critical'], ['дым', 6, 'critical'], ['дим', 6, 'critical'],
    ['горит', 4, 'critical'], ['горить', 4, 'critical']],
  lift: [['лифт', 5, 'urgent'], ['ліфт', 5, 'urgent'], ['застря', 6, 'critical']],
  roof: [['кров', 5], ['крыш', 5], ['дах', 5], ['чердак', 3], ['горищ', 3], ['сосул', 4], ['бурул', 4]],
  intercom: [['домофон', 7], ['двер', 4], ['замок', 3], ['доводчик', 4]],
  cleaning: [['убор', 5], ['прибира', 5], ['мусор', 3], ['сміт', 3], ['грязн', 3], ['брудн', 3], ['снег', 3],
    ['сніг', 3]],
};

const KINDS = Object.keys(STEMS) as Exclude<Category, 'other'>[];
const RANK: readonly Priority[] = ['normal', 'urgent', 'critical'];
const GUESSES_MAX = 3;

export interface Guess {
  category: Category;
  priority: Priority;
}

/** The likeliest kinds of work for a text, best first, each with its urgency; none when nothing speaks for any. */
export function classify(text: string): Guess[] {
  const words = text.toLowerCase().match(/[\p{L}']+/gu) ?? [];
  return KINDS
    .map((category) => weigh(category, words))
    .filter((each) => each.score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, GUESSES_MAX)
    .map(({ category, priority }) => ({ category, priority }));
}

function weigh(category: Exclude<Category, 'other'>, words: readonly string[]): Guess & { score: number } {
  let score = 0;
  let priority: Priority = 'normal';
  for (const word of words) {
    const hits = STEMS[category].filter(([stem]) => word.startsWith(stem));
    score += Math.max(0, ...hits.map(([, weight]) => weight));
    for (const [, , urgency = 'normal'] of hits) {
      priority = RANK.indexOf(urgency) > RANK.indexOf(priority) ? urgency : priority;
    }
  }
  return { category, priority, score };
}

/** Minutes the decree gives for the kind when it is an emergency (PP RF 416, p. 13); null where it names none. */
export function emergencyMinutes(category: string | null): number | null {
  switch (category) {
    case 'waterLeak': case 'hotWater': case 'coldWater': case 'heating': case 'electricity':
      return 30;
    case 'sewerBlockage': case 'chuteBlockage':
      return 120;
    default:
      return null;
  }
}
