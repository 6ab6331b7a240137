const LINK = /(https?:\/\/[^\s<>"']+|(?<=^|\s)\/c\/[\w-]+)/;

/** A text whose addresses can be pressed: a crew opens its order from the SMS. Only http and our own paths are links. */
export function Linked({ text }: { text: string }) {
  return (
    <>
      {text.split(LINK).map((part, index) => (LINK.test(part)
        ? <a key={index} href={part} target="_blank" rel="noopener noreferrer">{part}</a>
        : part))}
    </>
  );
}
