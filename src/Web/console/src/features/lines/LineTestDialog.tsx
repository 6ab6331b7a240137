import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Failure } from '../../ui/Failure';
import field from '../../ui/Field.module.css';
import { Notice } from '../../ui/Notice';
import page from '../../ui/Page.module.css';
import { testLine, type Line } from './api';
import css from './Lines.module.css';
import { toneOfFinding } from './lines';
import { useLineAct } from './useLines';

/** «Проверить»: what went over the wire and what it means, message by message. */
export function LineTestDialog({ line, onClose }: { line: Line; onClose(): void }) {
  const { t } = useTranslation();
  const id = useId();
  const [number, setNumber] = useState('');
  const { echoNumber } = line.settings;
  const [echo, setEcho] = useState(echoNumber !== '');
  const testing = useLineAct(() => testLine(line.settings.code, number.trim(), echo));
  const report = testing.data;
  return (
    <Dialog title={t('lines.testTitle', { name: line.settings.name })} opened onClose={onClose}
      closeLabel={t('close')} size="46rem">
      <form className={page.form} onSubmit={(event) => {
        event.preventDefault();
        if (!testing.isPending) {
          testing.mutate(undefined);
        }
      }}>
        <div>
          <label className={field.label} htmlFor={id}>{t('lines.testNumber')}</label>
          <input id={id} className={field.input} inputMode="tel" autoComplete="off" maxLength={20} value={number}
            onChange={(event) => setNumber(event.currentTarget.value)} />
          <p className={field.hint}>{t('lines.testHint')}</p>
        </div>
        {echoNumber === '' ? <p className={field.hint}>{t('lines.noEcho')}</p> : (
          <label className={css.check}>
            <input type="checkbox" checked={echo} onChange={(event) => setEcho(event.currentTarget.checked)} />
            {t('lines.withEcho', { number: echoNumber })}
          </label>
        )}
        <div className={css.buttons}>
          <Button tone="primary" type="submit" disabled={testing.isPending}>
            {t(testing.isPending ? 'lines.testing' : 'lines.test')}
          </Button>
        </div>
        <Failure error={testing.error} />
        {report?.findings.map((each) => (
          <Notice key={each.finding} tone={toneOfFinding(each.finding, report.isWell)}>{each.text}</Notice>
        ))}
        {report !== undefined && report.ladder.length > 0 && (
          <ol className={css.ladder} tabIndex={0} aria-label={t('lines.ladder')}>
            {report.ladder.map((step, index) => (
              <li key={index}>
                <span className={css.at}>{t('lines.ms', { ms: step.atMs })}</span>
                <span>{step.isOut ? '→' : '←'} {step.peer}</span>
                <span className={css.line}>{step.line}</span>
              </li>
            ))}
          </ol>
        )}
      </form>
    </Dialog>
  );
}
