import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useShell } from '../../shell';
import { ChipSet } from '../../ui/ChipSet';
import field from '../../ui/Field.module.css';
import { FieldFault, isAtField } from '../../ui/FieldFault';
import page from '../../ui/Page.module.css';
import type { LineSettings } from './api';
import css from './Lines.module.css';
import { GROUPS, places, shown, typed, typedPassword, type LineField } from './lines';

interface Props {
  settings: LineSettings;
  isNew: boolean;
  /** Fields that are missing and shall say so. */
  gaps: readonly (keyof LineSettings)[];
  /** Why the host did not take it. */
  refusal: Error | null;
  hasPassword: boolean;
  /** Null leaves the one there is, empty takes it away. */
  password: string | null;
  onPassword(text: string | null): void;
  onChange(settings: LineSettings): void;
}

export function LineFields({ settings, isNew, gaps, refusal, hasPassword, password, onPassword, onChange }: Props) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <>
      {GROUPS.map((group) => (
        <fieldset key={group.name} className={css.group}>
          <legend>{t(`lines.group.${group.name}`)}</legend>
          <div className={page.fields}>
            {group.fields.map((each) => (
              <OneField key={each.name} each={each} settings={settings} isLocked={!isNew && each.name === 'code'}
                isMissing={gaps.includes(each.name)} refusal={refusal} onChange={onChange} />
            ))}
            {group.name === 'account' && (
              <div>
                <label className={field.label} htmlFor={`${id}-password`}>{t('lines.field.password')}</label>
                <input id={`${id}-password`} className={field.input} type="password" autoComplete="new-password"
                  maxLength={128} value={password ?? ''} disabled={password === ''}
                  placeholder={hasPassword && password === null ? t('lines.passwordKept') : ''}
                  aria-invalid={isAtField(refusal, 'password')}
                  onChange={(event) => onPassword(typedPassword(event.currentTarget.value))} />
                {hasPassword && (
                  <label className={css.check}>
                    <input type="checkbox" checked={password === ''}
                      onChange={(event) => onPassword(event.currentTarget.checked ? '' : null)} />
                    {t('lines.passwordRemove')}
                  </label>
                )}
                <FieldFault error={refusal} name="password" />
              </div>
            )}
          </div>
        </fieldset>
      ))}
    </>
  );
}

function OneField(props: {
  each: LineField; settings: LineSettings; isLocked: boolean; isMissing: boolean; refusal: Error | null;
  onChange(settings: LineSettings): void;
}) {
  const { each, settings, isMissing, refusal } = props;
  const { t } = useTranslation();
  const id = useId();
  const isSet = each.kind === 'order' || each.kind === 'organisations';
  return (
    <div className={isSet || each.kind === 'area' ? css.wide : ''}>
      {isSet ? <span className={field.label}>{t(`lines.field.${each.name}`)}</span>
        : <label className={field.label} htmlFor={id}>{t(`lines.field.${each.name}`)}</label>}
      {each.kind === 'order' ? <Order each={each} settings={settings} onChange={props.onChange} />
        : each.kind === 'organisations' ? <Organisations settings={settings} onChange={props.onChange} />
          : <Typed id={id} {...props} />}
      {isMissing && <p className={field.error}>{t('field.needed')}</p>}
      <FieldFault error={refusal} name={each.name} />
    </div>
  );
}

function Typed({ id, each, settings, isLocked, isMissing, refusal, onChange }: {
  id: string; each: LineField; settings: LineSettings; isLocked: boolean; isMissing: boolean; refusal: Error | null;
  onChange(settings: LineSettings): void;
}) {
  const { t } = useTranslation();
  const value = shown(settings, each);
  const take = (text: string) => onChange(typed(settings, each, text));
  switch (each.kind) {
    case 'choice':
      return (
        <select id={id} className={field.input} value={value} onChange={(event) => take(event.currentTarget.value)}>
          {each.values?.map((one) => (
            <option key={one} value={one}>{t(`lines.value.${each.name}.${one === '' ? 'auto' : one}`)}</option>
          ))}
        </select>
      );
    case 'area':
      return (
        <textarea id={id} className={`${field.input ?? ''} ${css.area ?? ''}`} value={value} rows={3} spellCheck={false}
          autoComplete="off" maxLength={16_384} placeholder={t(`lines.hint.${each.name}`)}
          onChange={(event) => take(event.currentTarget.value)} />
      );
    default:
      return (
        <input id={id} className={field.input} value={value} disabled={isLocked} spellCheck={false}
          autoComplete="off" maxLength={each.name === 'peers' ? 1000 : 253}
          inputMode={each.kind === 'number' ? 'numeric' : 'text'}
          aria-invalid={isMissing || isAtField(refusal, each.name)}
          onChange={(event) => take(event.currentTarget.value)} />
      );
  }
}

/** Where the caller's number stands: the first that is there counts. */
function Order({ each, settings, onChange }: {
  each: LineField; settings: LineSettings; onChange(settings: LineSettings): void;
}) {
  const { t } = useTranslation();
  return (
    <ChipSet label={t(`lines.field.${each.name}`)} values={settings.caller}
      chips={places(settings.caller, each.values ?? [], (value) => t(`lines.value.${each.name}.${value}`))}
      onChange={(caller) => onChange({ ...settings, caller: caller as LineSettings['caller'] })} />
  );
}

function Organisations({ settings, onChange }: { settings: LineSettings; onChange(settings: LineSettings): void }) {
  const { t } = useTranslation();
  const { session } = useShell();
  return (
    <>
      <ChipSet label={t('lines.field.organisations')} values={settings.organisations}
        chips={session.organisations.map((each) => ({ value: each.code, label: each.name }))}
        onChange={(organisations) => onChange({ ...settings, organisations })} />
      <p className={field.hint}>{t('lines.hint.organisations')}</p>
    </>
  );
}
