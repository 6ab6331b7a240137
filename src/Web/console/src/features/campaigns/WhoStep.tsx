import type { UseQueryResult } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { currencySign, sum } from '../../format';
import { useShell } from '../../shell';
import { ChipRow } from '../../ui/ChipRow';
import { Failure } from '../../ui/Failure';
import field from '../../ui/Field.module.css';
import type { CampaignWish, Preview } from './api';
import { AudienceFacts } from './AudienceFacts';
import { minorOf, PRESETS, presetOf, type PresetId, type WishFault } from './campaign';
import { Step } from './Step';
import css from './Steps.module.css';

/** Whom to call: a ready made choice or figures of one's own; the count answers under it. */
export function WhoStep({ wish, faults, preview, onChange }: {
  wish: CampaignWish; faults: readonly WishFault[]; preview: UseQueryResult<Preview>;
  onChange(part: Partial<CampaignWish>): void;
}) {
  const { t } = useTranslation();
  const id = useId();
  const { session } = useShell();
  const own = session.organisations.find((each) => each.code === wish.organisation);
  const sign = currencySign(own?.currency ?? '');
  const whole = (minor: number) => sum(minor).replace(/,00$/, '');
  const [debt, setDebt] = useState(whole(wish.debtFrom));
  const pick = (preset: PresetId) => {
    const chosen = PRESETS.find((each) => each.id === preset);
    if (chosen !== undefined) {
      setDebt(whole(chosen.debtFrom));
      onChange({ debtFrom: chosen.debtFrom, monthsFrom: chosen.monthsFrom });
    }
  };
  return (
    <Step number={1} title={t('campaigns.who')}>
      <ChipRow<PresetId> label={t('campaigns.who')} numbered value={presetOf(wish)} onPick={pick}
        chips={PRESETS.map((each) => ({
          value: each.id,
          label: t('campaigns.preset', { months: each.monthsFrom, sum: `${whole(each.debtFrom)} ${sign}` }),
        }))} />
      <div className={css.row}>
        <div className={css.short}>
          <label className={field.label} htmlFor={`${id}-debt`}>{t('campaigns.debtFrom')}, {sign}</label>
          <input id={`${id}-debt`} className={field.input} inputMode="decimal" value={debt}
            aria-invalid={faults.includes('debt')}
            onChange={(event) => {
              setDebt(event.currentTarget.value);
              onChange({ debtFrom: minorOf(event.currentTarget.value) });
            }} />
        </div>
        <div className={css.short}>
          <label className={field.label} htmlFor={`${id}-months`}>{t('campaigns.monthsFrom')}</label>
          <input id={`${id}-months`} className={field.input} type="number" min={1} max={600}
            value={Number.isNaN(wish.monthsFrom) ? '' : wish.monthsFrom} aria-invalid={faults.includes('months')}
            onChange={(event) => onChange({ monthsFrom: event.currentTarget.valueAsNumber })} />
        </div>
        {session.organisations.length > 1 && (
          <div className={css.grow}>
            <label className={field.label} htmlFor={`${id}-organisation`}>{t('organisation')}</label>
            <select id={`${id}-organisation`} className={field.input} value={wish.organisation}
              onChange={(event) => onChange({ organisation: event.currentTarget.value })}>
              {session.organisations.map((each) => <option key={each.code} value={each.code}>{each.name}</option>)}
            </select>
          </div>
        )}
      </div>
      <div className={css.audience} aria-live="polite">
        {preview.isLoading && <p className={css.quiet}>{t('campaigns.counting')}</p>}
        {preview.data !== undefined && <AudienceFacts preview={preview.data} isStale={preview.isPlaceholderData} />}
        <Failure error={preview.error} onAgain={() => void preview.refetch()} />
      </div>
    </Step>
  );
}
