import { useTranslation } from 'react-i18next';
import field from '../../ui/Field.module.css';
import page from '../../ui/Page.module.css';
import type { Queue } from './api';
import css from './Queues.module.css';
import { queueName } from './text';

const STEPS = 3;

/** Where callers go whom nobody took: up to three steps in their order, chosen, not typed. */
export function OverflowField({ steps, queues, onSteps }: {
  steps: readonly string[]; queues: readonly Queue[]; onSteps(steps: string[]): void;
}) {
  const { t } = useTranslation();
  const set = (index: number, step: string) => {
    const next = [...steps];
    next[index] = step;
    onSteps(next.filter((each) => each !== ''));
  };
  return (
    <fieldset className={css.steps}>
      <legend className={field.label}>{t('queues.field.overflow')}</legend>
      <div className={page.fields}>
        {Array.from({ length: Math.min(STEPS, steps.length + 1) }, (_, index) => (
          <select key={index} className={field.input} value={steps[index] ?? ''}
            aria-label={t('queues.stepOf', { number: index + 1 })}
            onChange={(event) => set(index, event.currentTarget.value)}>
            <option value="">—</option>
            <option value="callback">{t('queues.step.callback')}</option>
            <option value="voicemail">{t('queues.step.voicemail')}</option>
            {queues.map((each) => (
              <option key={each.code} value={`queue:${each.code}`}>
                {`→ ${queueName(t, each.code, each.settings.name)}`}
              </option>
            ))}
          </select>
        ))}
      </div>
      <p className={field.hint}>{t('queues.overflowHint')}</p>
    </fieldset>
  );
}
