import { IconPlus, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../../clock';
import { dateTime } from '../../format';
import { useKey } from '../../keys';
import { Button } from '../../ui/Button';
import { DateField } from '../../ui/DateField';
import { Failure } from '../../ui/Failure';
import field from '../../ui/Field.module.css';
import { Pill } from '../../ui/Pill';
import { addSchedule, previewSchedule, type Mode, type OrganisationSchedule, type Schedule } from './api';
import { HeardPanel } from './HeardPanel';
import { emptySchedule, hoursTyped, instantOf, readingsFromTo, todayIn, WEEKDAYS } from './menu';
import css from './Menus.module.css';
import { MomentFields } from './MomentFields';
import { useMenuAct } from './useMenus';
import { Versions } from './Versions';
import { WhenDialog } from './WhenDialog';

/** Hours, special days, night, days of the month; a change is a new version from a moment on. */
export function ScheduleTab({ schedule, numbers, mayChange }: {
  schedule: OrganisationSchedule; numbers: readonly string[]; mayChange: boolean;
}) {
  const { t } = useTranslation();
  return (
    <div className={css.columns}>
      <div className={css.main} tabIndex={0} role="group" aria-label={t('ivr.tab.schedule')}>
        <Editor key={`${schedule.organisation} ${schedule.versions.length}`} own={schedule} mayChange={mayChange} />
      </div>
      <HeardPanel numbers={numbers} zone={schedule.timeZone} draft={false} />
    </div>
  );
}

function Editor({ own, mayChange }: { own: OrganisationSchedule; mayChange: boolean }) {
  const { t } = useTranslation();
  const current = own.versions.find((each) => each.version === own.version)?.schedule;
  const [schedule, setSchedule] = useState<Schedule>(current ?? emptySchedule());
  // An earlier version that is taken up fills the fields anew.
  const [taken, setTaken] = useState(0);
  const [isKeeping, setKeeping] = useState(false);
  const keeping = useMenuAct((given: { why: string; from: string | null }) => (
    addSchedule(own.organisation, schedule, given.why, given.from)), () => setKeeping(false));
  const isChanged = JSON.stringify(schedule) !== JSON.stringify(current ?? null);
  const keep = () => setKeeping(mayChange && isChanged);
  useKey('Ctrl+Enter', keep, { enabled: mayChange && !isKeeping });
  const change = (part: Partial<Schedule>) => setSchedule({ ...schedule, ...part });
  return (
    <>
      <p className={css.row}>
        <Pill tone={own.mode === 'open' ? 'ok' : 'info'}>{t(`ivr.mode.${own.mode}`)}</Pill>
        <span className={css.quiet}>
          {own.version === 0 ? t('ivr.noSchedule')
            : own.nextChangeAt === null ? t('ivr.always') : t('ivr.until', { time: dateTime(own.nextChangeAt) })}
          {` · ${own.timeZone}`}
        </span>
      </p>
      <Week key={`week ${taken}`} schedule={schedule} mayChange={mayChange} onChange={change} />
      <Month schedule={schedule} mayChange={mayChange} onChange={change} />
      <SpecialDays key={`days ${taken}`} schedule={schedule} mayChange={mayChange} onChange={change} />
      <Preview own={own} schedule={schedule} />
      {mayChange && (
        <div className={css.row}>
          <Button tone="primary" keys="Ctrl Enter" disabled={!isChanged} onClick={keep}>{t('ivr.keepSchedule')}</Button>
        </div>
      )}
      {isKeeping && (
        <WhenDialog title={t('ivr.keepSchedule')} act={t('ivr.keepSchedule')} zone={own.timeZone}
          busy={keeping.isPending} error={keeping.error} onClose={() => setKeeping(false)} onDo={keeping.mutate} />
      )}
      <Versions versions={own.versions} current={own.version} {...(mayChange ? { onTake: (version: number) => {
        const old = own.versions.find((each) => each.version === version);
        setSchedule(old?.schedule ?? schedule);
        setTaken((before) => before + 1);
      } } : {})} />
    </>
  );
}

interface Part {
  schedule: Schedule;
  mayChange: boolean;
  onChange(part: Partial<Schedule>): void;
}

function Week({ schedule, mayChange, onChange }: Part) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <fieldset className={css.part} disabled={!mayChange}>
      <legend className={css.title}>{t('ivr.week')}</legend>
      <div className={css.week}>
        {WEEKDAYS.map((weekday) => (
          <Hours key={weekday} id={`${id}-${weekday}`} label={t(`ivr.weekday.${weekday}`)}
            hours={schedule.week[weekday]} placeholder={t('ivr.freeDay')}
            onChange={(hours) => onChange({ week: { ...schedule.week, [weekday]: hours } })} />
        ))}
        <Hours id={`${id}-night`} label={t('ivr.mode.night')} hours={schedule.night === null ? [] : [schedule.night]}
          placeholder={t('ivr.noNight')} onChange={(hours) => onChange({ night: hours[0] ?? null })} />
      </div>
      <p className={field.hint}>{t('ivr.hoursHint')}</p>
    </fieldset>
  );
}

function Hours({ id, label, hours, placeholder, onChange }: {
  id: string; label: string; hours: readonly string[]; placeholder: string; onChange(hours: string[]): void;
}) {
  const [text, setText] = useState(hours.join(', '));
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <input id={id} className={field.input} autoComplete="off" placeholder={placeholder} value={text}
        onBlur={() => setText(hoursTyped(text).join(', '))}
        onChange={(event) => {
          setText(event.currentTarget.value);
          onChange(hoursTyped(event.currentTarget.value));
        }} />
    </>
  );
}

function Month({ schedule, mayChange, onChange }: Part) {
  const { t } = useTranslation();
  const rules = schedule.monthDays;
  const set = (index: number, part: Partial<Schedule['monthDays'][number]>) => onChange({
    monthDays: rules.map((rule, at) => (at === index ? { ...rule, ...part } : rule)),
  });
  return (
    <fieldset className={css.part} disabled={!mayChange}>
      <legend className={css.title}>{t('ivr.month')}</legend>
      {rules.length === 0 && <p className={css.quiet}>{t('ivr.noMonth')}</p>}
      {rules.map((rule, index) => (
        <div key={index} className={css.rule}>
          {(['from', 'to'] as const).map((end) => (
            <input key={end} className={field.input} type="number" min={1} max={31} value={rule[end]}
              aria-label={t(`ivr.monthEnd.${end}`)}
              onChange={(event) => set(index, { [end]: event.currentTarget.valueAsNumber || 1 })} />
          ))}
          <select className={field.input} aria-label={t('ivr.modes')} value={rule.mode ?? ''}
            onChange={(event) => set(index, {
              mode: event.currentTarget.value === '' ? null : event.currentTarget.value as Mode,
            })}>
            <option value="">{t('ivr.byHours')}</option>
            <option value="readingsOnly">{t('ivr.mode.readingsOnly')}</option>
            <option value="closed">{t('ivr.mode.closed')}</option>
          </select>
          <button type="button" className={css.tool} aria-label={t('ivr.removeRule')}
            onClick={() => onChange({ monthDays: rules.filter((_, at) => at !== index) })}>
            <IconX size={16} aria-hidden="true" />
          </button>
        </div>
      ))}
      <div className={css.row}>
        {rules.length === 0
          ? <Button size="small" onClick={() => onChange({ monthDays: readingsFromTo(15, 23) })}>
              {t('ivr.readings1523')}
            </Button>
          : <Button size="small" onClick={() => onChange({ monthDays: [...rules, { from: 31, to: 31, mode: null }] })}>
              <IconPlus size={14} aria-hidden="true" /> {t('ivr.addRule')}
            </Button>}
      </div>
    </fieldset>
  );
}

function SpecialDays({ schedule, mayChange, onChange }: Part) {
  const { t } = useTranslation();
  const id = useId();
  const days = schedule.specialDays;
  const set = (index: number, part: Partial<Schedule['specialDays'][number]>) => onChange({
    specialDays: days.map((day, at) => (at === index ? { ...day, ...part } : day)),
  });
  return (
    <fieldset className={css.part} disabled={!mayChange}>
      <legend className={css.title}>{t('ivr.specialDays')}</legend>
      {days.map((day, index) => (
        <div key={`${days.length} ${index}`} className={css.special}>
          <DateField id={`${id}-${index}`} value={day.day} onChange={(value) => set(index, { day: value })} />
          <input className={field.input} aria-label={t('ivr.dayName')} placeholder={t('ivr.dayName')} maxLength={100}
            value={day.name} onChange={(event) => set(index, { name: event.currentTarget.value })} />
          <input className={field.input} aria-label={t('ivr.dayHours')} placeholder={t('ivr.freeDay')}
            autoComplete="off" defaultValue={day.hours.join(', ')}
            onChange={(event) => set(index, { hours: hoursTyped(event.currentTarget.value) })} />
          <button type="button" className={css.tool} aria-label={t('ivr.removeDay')}
            onClick={() => onChange({ specialDays: days.filter((_, at) => at !== index) })}>
            <IconX size={16} aria-hidden="true" />
          </button>
        </div>
      ))}
      <div className={css.row}>
        <Button size="small" onClick={() => onChange({
          specialDays: [...days, { day: '', name: '', hours: [] }],
        })}>
          <IconPlus size={14} aria-hidden="true" /> {t('ivr.addDay')}
        </Button>
      </div>
    </fieldset>
  );
}

/** The mode of what is being written, at any moment; the host's own judgement, and its reason when it refuses. */
function Preview({ own, schedule }: { own: OrganisationSchedule; schedule: Schedule }) {
  const { t } = useTranslation();
  const [day, setDay] = useState(() => todayIn(serverNow(), own.timeZone));
  const [time, setTime] = useState('12:00');
  const isWhole = schedule.specialDays.every((each) => each.day !== '');
  const asked = useDeferredValue(JSON.stringify({ schedule, at: instantOf(day, time, own.timeZone) }));
  const preview = useQuery({
    queryKey: ['menus', 'preview', own.organisation, asked],
    queryFn: () => {
      const wish = JSON.parse(asked) as { schedule: Schedule; at: string | null };
      return previewSchedule(own.organisation, wish.schedule, wish.at ?? new Date(serverNow()).toISOString());
    },
    enabled: isWhole,
    retry: false,
  });
  return (
    <fieldset className={css.part}>
      <legend className={css.title}>{t('ivr.tryDay')}</legend>
      <div className={css.row}>
        <MomentFields label={t('ivr.day')} day={day} time={time} onDay={setDay} onTime={setTime} />
        {preview.data !== undefined && (
          <Pill tone={preview.data.mode === 'open' ? 'ok' : 'info'}>{t(`ivr.mode.${preview.data.mode}`)}</Pill>
        )}
        {preview.data?.nextChangeAt != null && (
          <span className={css.quiet}>{t('ivr.until', { time: dateTime(preview.data.nextChangeAt) })}</span>
        )}
      </div>
      <Failure error={preview.error} />
    </fieldset>
  );
}
