/** Chance that the same seed repeats. */
export class Chance {
  constructor(private state: number) {}

  /** From 0 up to but not 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  between(least: number, most: number): number {
    return least + this.next() * (most - least);
  }

  among<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.next() * items.length)]!;
  }

  happens(probability: number): boolean {
    return this.next() < probability;
  }

  /** Chance of one part of the run, whatever the others draw meanwhile. */
  apart(): Chance {
    return new Chance(Math.floor(this.next() * 2 ** 31));
  }
}
