import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../../clock';
import { dateTime } from '../../format';
import { ChipRow } from '../../ui/ChipRow';
import { Failure } from '../../ui/Failure';
import field from '../../ui/Field.module.css';
import { Pill } from '../../ui/Pill';
import { sampleUrl, type HeardText } from './api';
import { instantOf, todayIn } from './menu';
import css from './Menus.module.css';
import { MomentFields } from './MomentFields';
import { PlayButton } from './PlayButton';
import { useHeard } from './useMenus';

/** «Что услышит звонящий в …»: any day and time, in the order it is said. */
export function HeardPanel({ numbers, zone, draft }: { numbers: readonly string[]; zone: string; draft: boolean }) {
  const { t } = useTranslation();
  const [number, setNumber] = useState(numbers[0] ?? null);
  const [day, setDay] = useState(() => todayIn(serverNow(), zone));
  const [time, setTime] = useState('12:00');
  const [language, setLanguage] = useState<'ru' | 'uk' | null>(null);
  const asked = number !== null && numbers.includes(number) ? number : numbers[0] ?? null;
  const moment = day === '' || time === '' ? null : instantOf(day, time, zone);
  const heard = useHeard(asked, moment, draft, language);
  const data = heard.data;
  const line = (text: HeardText, key?: string) => (
    <li className={css.line} key={`${text.ids.join()}${key ?? ''}`}>
      <span className={css.key}>{key ?? ''}</span>
      <span lang={data?.language}>{text.text}</span>
      <PlayButton source={sampleUrl(text.ids, data?.language ?? 'ru')} label={text.text} />
    </li>
  );
  return (
    <section className={css.heard} aria-label={t('ivr.heard')}>
      <h2 className={css.title}>{t(draft ? 'ivr.heardDraft' : 'ivr.heard')}</h2>
      {numbers.length > 1 && (
        <ChipRow label={t('ivr.number')} chips={numbers.map((each) => ({ value: each, label: each }))}
          value={asked} onPick={setNumber} />
      )}
      <div className={css.row}>
        <MomentFields label={t('ivr.day')} day={day} time={time} onDay={setDay} onTime={setTime} />
        <ChipRow<'ru' | 'uk'> label={t('ivr.language')} value={language ?? (data?.language === 'uk' ? 'uk' : 'ru')}
          chips={[{ value: 'ru', label: 'RU' }, { value: 'uk', label: 'UK' }]} onPick={setLanguage} />
      </div>
      {asked === null && <p className={field.hint}>{t('ivr.noNumber')}</p>}
      <Failure error={heard.error} />
      {data !== undefined && heard.error === null && (
        <>
          <p className={css.row}>
            <Pill tone={data.mode === 'open' ? 'ok' : data.mode === 'readingsOnly' ? 'warn' : 'info'}>
              {t(`ivr.mode.${data.mode}`)}
            </Pill>
            <span className={css.quiet}>
              {data.nextChangeAt === null ? t('ivr.always') : t('ivr.until', { time: dateTime(data.nextChangeAt) })}
            </span>
            <span className={css.quiet}>
              {draft ? t('ivr.draft') : data.menuVersion === 0 ? t('ivr.builtIn')
                : t('ivr.version', { version: data.menuVersion })}
            </span>
          </p>
          <ol className={css.lines}>
            {line(data.greeting)}
            {data.notice !== null && line(data.notice)}
            {data.announcements.map((text) => line(text))}
            {data.items.map((item) => line(item.says, item.key))}
          </ol>
          {!data.items.some((item) => item.key === '0') && (
            <p className={field.hint}>{t(data.withoutPerson ? 'ivr.zeroNotice' : 'ivr.zeroPerson')}</p>
          )}
        </>
      )}
    </section>
  );
}
