/** A wish. Named in the imperative, refused or answered with events, never stored. */
export type Command<Type extends string = string, Data extends object = object> = {
  readonly type: Type;
  readonly data: Readonly<Data>;
};
