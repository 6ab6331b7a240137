import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../../clock';
import { useShell } from '../../shell';
import { Button } from '../../ui/Button';
import { DateField } from '../../ui/DateField';
import { Failure } from '../../ui/Failure';
import field from '../../ui/Field.module.css';
import { FieldFault, isAtField } from '../../ui/FieldFault';
import { CLASSES, setRule, type Limit } from './api';
import css from './Recordings.module.css';

/** A new term: begins on a day, rests on a paper, stays within the bounds the host knows. */
export function RuleForm({ limits }: { limits: Limit[] }) {
  const { t } = useTranslation();
  const { session } = useShell();
  const client = useQueryClient();
  const [organisation, setOrganisation] = useState(session.organisations[0]?.code ?? '');
  const [kind, setKind] = useState<string>('ordinary');
  const [months, setMonths] = useState('');
  const [source, setSource] = useState('');
  const [validFrom, setValidFrom] = useState(() => new Date(serverNow()).toISOString().slice(0, 10));
  const limit = limits.find((each) => each.organisation === organisation && each.class === kind);
  const send = useMutation({
    mutationFn: () => setRule({ organisation, class: kind, months: Number(months), source, validFrom }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['retention'] });
      setMonths('');
      setSource('');
    },
  });
  return (
    <form onChange={() => send.isError && send.reset()} onSubmit={(event) => {
      event.preventDefault();
      send.mutate();
    }}>
      <h2 className={css.subtitle}>{t('recordings.retention.new')}</h2>
      <div className={css.filters}>
        {session.organisations.length > 1 && (
          <div>
            <label className={field.label} htmlFor="rule-organisation">{t('recordings.organisation')}</label>
            <select id="rule-organisation" className={field.input} value={organisation}
              onChange={(event) => setOrganisation(event.currentTarget.value)}>
              {session.organisations.map((each) => <option key={each.code} value={each.code}>{each.name}</option>)}
            </select>
          </div>
        )}
        <div className={css.kind}>
          <label className={field.label} htmlFor="rule-class">{t('recordings.class')}</label>
          <select id="rule-class" className={field.input} value={kind}
            onChange={(event) => setKind(event.currentTarget.value)}>
            {CLASSES.map((each) => <option key={each} value={each}>{t(`recordings.classes.${each}`)}</option>)}
          </select>
          <FieldFault error={send.error} name="class" />
        </div>
        <div>
          <label className={field.label} htmlFor="rule-months">
            {t('recordings.retention.months', { from: limit?.monthsMin ?? 1, to: limit?.monthsMax ?? 36 })}
          </label>
          <input id="rule-months" className={`${field.input} ${css.number}`} inputMode="numeric" required
            pattern="[0-9]{1,3}" value={months} aria-invalid={isAtField(send.error, 'months')}
            onChange={(event) => setMonths(event.currentTarget.value)} />
          <FieldFault error={send.error} name="months" />
        </div>
        <div>
          <label className={field.label} htmlFor="rule-from">{t('recordings.retention.from')}</label>
          <DateField id="rule-from" value={validFrom} required onChange={setValidFrom} />
          <FieldFault error={send.error} name="validFrom" />
        </div>
        <div className={css.kind}>
          <label className={field.label} htmlFor="rule-source">{t('recordings.retention.source')}</label>
          <input id="rule-source" className={field.input} required maxLength={500} value={source}
            aria-invalid={isAtField(send.error, 'source')}
            onChange={(event) => setSource(event.currentTarget.value)} />
          <FieldFault error={send.error} name="source" />
        </div>
        <Button tone="primary" type="submit" disabled={send.isPending}>{t('recordings.retention.save')}</Button>
      </div>
      <p>{t('recordings.retention.hint')}</p>
      <Failure error={send.error} atFields />
    </form>
  );
}
