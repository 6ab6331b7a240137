import css from './Field.module.css';

/** Our look for the library's inputs. */
export const fieldClasses = {
  label: css.label ?? '',
  input: css.input ?? '',
  error: css.error ?? '',
  description: css.hint ?? '',
};
