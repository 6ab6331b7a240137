import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { getPhones } from '../../endpoints';
import { useShell } from '../../shell';
import { DateField } from '../../ui/DateField';
import field from '../../ui/Field.module.css';
import { CLASSES, DURATIONS, type RecordingFilter } from './api';
import css from './Recordings.module.css';

const RATINGS = ['2', '3'] as const;

interface FiltersProps { filter: RecordingFilter; onChange(part: Partial<RecordingFilter>): void }

/** What recordings are looked for: words first, then when, who, how long, how it was rated. */
export function Filters({ filter, onChange }: FiltersProps) {
  const { t } = useTranslation();
  return (
    <div className={css.filters}>
      <div className={css.words}>
        <label className={field.label} htmlFor="rec-words">{t('recordings.search')}</label>
        <input id="rec-words" className={field.input} type="search" defaultValue={filter.words} maxLength={200}
          title={t('recordings.searchHint')} aria-describedby="rec-words-hint"
          onKeyDown={(event) => {
            if (event.key === 'Enter') {
              onChange({ words: event.currentTarget.value });
            }
          }}
          onBlur={(event) => onChange({ words: event.currentTarget.value })} />
      </div>
      <div>
        <label className={field.label} htmlFor="rec-from">{t('recordings.from')}</label>
        <DateField id="rec-from" value={filter.from} onChange={(from) => onChange({ from })} />
      </div>
      <div>
        <label className={field.label} htmlFor="rec-to">{t('recordings.to')}</label>
        <DateField id="rec-to" value={filter.to} onChange={(to) => onChange({ to })} />
      </div>
      <div>
        <label className={field.label} htmlFor="rec-phone">{t('recordings.phone')}</label>
        <input id="rec-phone" className={field.input} inputMode="tel" defaultValue={filter.phone}
          onKeyDown={(event) => {
            if (event.key === 'Enter') {
              onChange({ phone: event.currentTarget.value });
            }
          }}
          onBlur={(event) => onChange({ phone: event.currentTarget.value })} />
      </div>
      <Choices filter={filter} onChange={onChange} />
      <label className={css.check}>
        <input type="checkbox" checked={filter.withoutTicket}
          onChange={(event) => onChange({ withoutTicket: event.currentTarget.checked })} />
        {t('recordings.withoutTicket')}
      </label>
      <label className={css.check}>
        <input type="checkbox" checked={filter.held}
          onChange={(event) => onChange({ held: event.currentTarget.checked })} />
        {t('recordings.onlyHeld')}
      </label>
      <p id="rec-words-hint" className={css.hint}>{t('recordings.searchHint')}</p>
    </div>
  );
}

function Choices({ filter, onChange }: FiltersProps) {
  const { t } = useTranslation();
  const { session } = useShell();
  const phones = useQuery({ queryKey: ['phones'], queryFn: getPhones, staleTime: 60_000 });
  return (
    <>
      {session.organisations.length > 1 && (
        <Choice id="rec-organisation" label={t('recordings.organisation')} value={filter.organisation}
          options={session.organisations.map((each) => [each.code, each.name])}
          onChange={(organisation) => onChange({ organisation })} />
      )}
      <Choice id="rec-class" label={t('recordings.class')} value={filter.class}
        options={CLASSES.map((each) => [each, t(`recordings.classes.${each}`)])}
        onChange={(value) => onChange({ class: value })} />
      <Choice id="rec-person" label={t('recordings.person')} value={filter.extension}
        options={(phones.data ?? []).filter((each) => each.user !== null)
          .map((each) => [each.extension, `${each.user ?? ''} (${each.extension})`])}
        onChange={(extension) => onChange({ extension })} />
      <Choice id="rec-duration" label={t('recordings.duration')} value={filter.duration}
        options={Object.keys(DURATIONS).map((each) => [each, t(`recordings.durations.${each}`)])}
        onChange={(value) => onChange({ duration: isDuration(value) ? value : '' })} />
      <Choice id="rec-rating" label={t('recordings.rating')} value={filter.rating}
        options={RATINGS.map((each) => [each, t(`recordings.ratings.${each}`)])}
        onChange={(rating) => onChange({ rating })} />
    </>
  );
}

const isDuration = (value: string): value is keyof typeof DURATIONS => value in DURATIONS;

function Choice({ id, label, value, options, onChange }: {
  id: string; label: string; value: string; options: [string, string][]; onChange(value: string): void;
}) {
  const { t } = useTranslation();
  return (
    <div>
      <label className={field.label} htmlFor={id}>{label}</label>
      <select id={id} className={field.input} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        <option value="">{t('recordings.any')}</option>
        {options.map(([code, name]) => <option key={code} value={code}>{name}</option>)}
      </select>
    </div>
  );
}
