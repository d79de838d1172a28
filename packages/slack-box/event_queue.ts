/** An action at an instant, unless it is cancelled first. */
export interface ScheduledEvent {
  /** Unix milliseconds. */
  readonly atMs: number;
  readonly sequence: number;
  readonly action: () => void;
  cancelled: boolean;
}

function comesBefore(left: ScheduledEvent, right: ScheduledEvent): boolean {
  return left.atMs < right.atMs ||
    (left.atMs === right.atMs && left.sequence < right.sequence);
}

/**
 * Events in the order of their time, and of their addition at the same time.
 */
export class EventQueue {
  #heap: ScheduledEvent[] = [];
  #sequence = 0;

  add(atMs: number, action: () => void): ScheduledEvent {
    const event = {
      atMs,
      sequence: this.#sequence++,
      action,
      cancelled: false,
    };
    this.#heap.push(event);
    this.#rise(this.#heap.length - 1);
    return event;
  }

  /** The next event that is not cancelled, or `undefined`. */
  peek(): ScheduledEvent | undefined {
    while (this.#heap[0]?.cancelled) this.#removeFirst();
    return this.#heap[0];
  }

  /**
   * Removes and returns the next event that is not cancelled, or `undefined`.
   */
  take(): ScheduledEvent | undefined {
    const next = this.peek();
    if (next) this.#removeFirst();
    return next;
  }

  #removeFirst(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    this.#heap[0] = last;
    this.#sink();
  }

  #rise(start: number): void {
    const heap = this.#heap;
    const event = heap[start]!;
    let index = start;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!comesBefore(event, heap[parent]!)) break;
      heap[index] = heap[parent]!;
      index = parent;
    }
    heap[index] = event;
  }

  #sink(): void {
    const heap = this.#heap;
    const event = heap[0]!;
    let index = 0;
    while (true) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (
        child + 1 < heap.length && comesBefore(heap[child + 1]!, heap[child]!)
      ) {
        child++;
      }
      if (!comesBefore(heap[child]!, event)) break;
      heap[index] = heap[child]!;
      index = child;
    }
    heap[index] = event;
  }
}
