import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useShell } from '../../shell';
import field from '../../ui/Field.module.css';
import { FieldFault, isAtField } from '../../ui/FieldFault';
import page from '../../ui/Page.module.css';
import { REACHES, type PhoneWish, type Reach } from './api';
import type { PhoneFault } from './phones';

/** What a telephone is and how far it may call. */
export function PhoneFields({ wish, faults, refusal, isNew = false, onChange }: {
  wish: PhoneWish; faults: readonly PhoneFault[]; refusal: Error | null; isNew?: boolean;
  onChange(part: Partial<PhoneWish>): void;
}) {
  const { t } = useTranslation();
  const id = useId();
  const { session } = useShell();
  const isWrong = (name: PhoneFault) => faults.includes(name) || isAtField(refusal, name);
  const wrong = (name: PhoneFault) => isAtField(refusal, name) ? <FieldFault error={refusal} name={name} />
    : faults.includes(name) && <p className={field.error} id={`${id}-${name}-wrong`}>{t(`phones.wrong.${name}`)}</p>;
  return (
    <>
      <div className={page.fields}>
        {isNew && (
          <div>
            <label className={field.label} htmlFor={`${id}-number`}>{t('phones.number')}</label>
            <input id={`${id}-number`} className={field.input} inputMode="numeric" value={wish.extension} autoFocus
              aria-invalid={isWrong('extension')} maxLength={3}
              onChange={(event) => onChange({ extension: event.currentTarget.value.trim() })} />
            {wrong('extension')}
          </div>
        )}
        <div>
          <label className={field.label} htmlFor={`${id}-label`}>{t('phones.label')}</label>
          <input id={`${id}-label`} className={field.input} value={wish.label} maxLength={60}
            aria-invalid={isWrong('label')} placeholder={t('phones.labelHint')}
            onChange={(event) => onChange({ label: event.currentTarget.value })} />
          {wrong('label')}
        </div>
      </div>
      <div className={page.fields}>
        <div>
          <label className={field.label} htmlFor={`${id}-mac`}>{t('phones.mac')}</label>
          <input id={`${id}-mac`} className={field.input} value={wish.mac} placeholder="00:15:65:aa:bb:01"
            aria-invalid={isWrong('mac')} onChange={(event) => onChange({ mac: event.currentTarget.value })} />
          {wrong('mac') || <p className={field.hint}>{t('phones.macHint')}</p>}
        </div>
        <div>
          <label className={field.label} htmlFor={`${id}-organisation`}>{t('organisation')}</label>
          <select id={`${id}-organisation`} className={field.input} value={wish.organisation}
            onChange={(event) => onChange({ organisation: event.currentTarget.value })}>
            <option value="">{t('phones.shared')}</option>
            {session.organisations.map((each) => <option key={each.code} value={each.code}>{each.name}</option>)}
          </select>
          <FieldFault error={refusal} name="organisation" />
        </div>
      </div>
      <ReachFields reach={wish.reach} minutes={wish.minutesPerDay} isWrong={faults.includes('minutesPerDay')}
        onChange={onChange} />
      <FieldFault error={refusal} name="reach" />
      {wrong('minutesPerDay')}
    </>
  );
}

/** How far and how long a day; the same for one phone and for an organisation. */
export function ReachFields({ reach, minutes, isWrong, onChange }: {
  reach: Reach; minutes: number | null; isWrong: boolean;
  onChange(part: { reach?: Reach; minutesPerDay?: number | null }): void;
}) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className={page.fields}>
      <div>
        <label className={field.label} htmlFor={`${id}-reach`}>{t('phones.reach')}</label>
        <select id={`${id}-reach`} className={field.input} value={reach}
          onChange={(event) => onChange({ reach: event.currentTarget.value as Reach })}>
          {REACHES.map((each) => <option key={each} value={each}>{t(`phones.reaches.${each}`)}</option>)}
        </select>
      </div>
      <div>
        <label className={field.label} htmlFor={`${id}-minutes`}>{t('phones.minutes')}</label>
        <input id={`${id}-minutes`} className={field.input} inputMode="numeric" aria-invalid={isWrong}
          placeholder={t('phones.noLimit')} value={minutes === null || Number.isNaN(minutes) ? '' : minutes}
          onChange={(event) => {
            const text = event.currentTarget.value.trim();
            onChange({ minutesPerDay: text === '' ? null : Number(text) });
          }} />
      </div>
    </div>
  );
}
