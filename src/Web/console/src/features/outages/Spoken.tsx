import css from './Spoken.module.css';

const ORDER = ['ru', 'uk'];

/** The robot's sentences in each language it has. */
export function Spoken({ spoken }: { spoken: Record<string, string> }) {
  const languages = Object.keys(spoken).sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b));
  return (
    <dl className={css.list}>
      {languages.map((language) => (
        <div key={language} className={css.line}>
          <dt className={css.language}>{language.toUpperCase()}</dt>
          <dd lang={language}>«{spoken[language]}»</dd>
        </div>
      ))}
    </dl>
  );
}
