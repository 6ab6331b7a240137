import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../../clock';
import { Button } from '../../ui/Button';
import { ChipRow } from '../../ui/ChipRow';
import { Dialog } from '../../ui/Dialog';
import { Failure } from '../../ui/Failure';
import field from '../../ui/Field.module.css';
import page from '../../ui/Page.module.css';
import { instantOf, todayIn } from './menu';
import css from './Menus.module.css';
import { MomentFields } from './MomentFields';

/** From which moment, and why: kept with the version for good. */
export function WhenDialog({ title, act, zone, busy, error, onClose, onDo }: {
  title: string; act: string; zone: string; busy: boolean; error: Error | null; onClose(): void;
  onDo(given: { why: string; from: string | null }): void;
}) {
  const { t } = useTranslation();
  const id = useId();
  const [why, setWhy] = useState('');
  const [when, setWhen] = useState<'now' | 'later'>('now');
  const [day, setDay] = useState(() => todayIn(serverNow() + 86_400_000, zone));
  const [time, setTime] = useState('00:00');
  const from = when === 'now' ? null : instantOf(day, time === '' ? '00:00' : time, zone);
  const isReady = why.trim() !== '' && !busy && (when === 'now' || from !== null);
  return (
    <Dialog title={title} opened onClose={onClose} closeLabel={t('close')} size="30rem">
      <form className={page.form} onSubmit={(event) => {
        event.preventDefault();
        if (isReady) {
          onDo({ why: why.trim(), from });
        }
      }}>
        <ChipRow<'now' | 'later'> label={t('ivr.from')} value={when} onPick={setWhen}
          chips={[{ value: 'now', label: t('ivr.atOnce') }, { value: 'later', label: t('ivr.later') }]} />
        {when === 'later' && (
          <div className={css.row}>
            <MomentFields label={t('ivr.day')} day={day} time={time} onDay={setDay} onTime={setTime} />
          </div>
        )}
        <div>
          <label className={field.label} htmlFor={`${id}-why`}>{t('reason')}</label>
          <input id={`${id}-why`} className={field.input} data-autofocus required maxLength={500} value={why}
            onChange={(event) => setWhy(event.currentTarget.value)} />
        </div>
        <p className={page.note}>{t('ivr.callsKeep')}</p>
        <Failure error={error} />
        <div className={page.buttons}>
          <Button tone="primary" type="submit" disabled={!isReady}>{act}</Button>
          <Button onClick={onClose}>{t('cancel')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
