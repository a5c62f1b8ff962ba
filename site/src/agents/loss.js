// What PPO learns from a minibatch: advantages, and the gradient of its loss. See agents/ppo.py.

/**
 * The settings of a training run, under the names of `cl.PPO`.
 * @typedef {{ steps: number, num_envs: number, num_steps: number, update_epochs: number,
 *   num_minibatches: number, learning_rate: number, gamma: number, gae_lambda: number,
 *   clip_coef: number, ent_coef: number, vf_coef: number, max_grad_norm: number,
 *   value_init_scale: number, kl_coef: number, channels: number[], hidden: number }} Recipe
 */

/**
 * What is known of some steps, one number each.
 * @typedef {{ actions: ArrayLike<number>, logProbs: Float32Array, advantages: Float32Array,
 *   targets: Float32Array }} Samples
 */

/**
 * Generalised advantage estimation (Schulman et al. 2015, arXiv 1506.02438): numbers (steps × count)
 * that say how much better each step went than expected.
 * @param {{ rewards: Float32Array, values: Float32Array, nextValues: Float32Array,
 *   terminated: Uint8Array, truncated: Uint8Array }} rollout
 * @param {number} count
 * @param {Recipe} recipe
 */
export function advantages(rollout, count, { gamma, gae_lambda: lambda }) {
  const { rewards, values, nextValues, terminated, truncated } = rollout;
  const found = new Float32Array(rewards.length);
  for (let k = rewards.length - 1; k >= 0; k--) {
    const following = terminated[k] ? 0 : nextValues[k];
    const error = rewards[k] + gamma * following - values[k];
    const over = terminated[k] || truncated[k] || k + count >= rewards.length;
    found[k] = error + (over ? 0 : gamma * lambda * found[k + count]);
  }
  return found;
}

/**
 * The advantages less their mean, divided by their standard deviation.
 * @param {Float32Array} values
 */
export function normalised(values) {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const square = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
  return values.map((x) => (x - mean) / (Math.sqrt(square) + 1e-8));
}

/**
 * The logarithms of a row of probabilities, of its logits.
 * @param {Float32Array} outputs
 * @param {number} at
 * @param {number} actions
 * @param {Float64Array} found
 */
export function logSoftmax(outputs, at, actions, found) {
  let highest = outputs[at];
  for (let a = 1; a < actions; a++) highest = Math.max(highest, outputs[at + a]);
  let sum = 0;
  for (let a = 0; a < actions; a++) sum += Math.exp(outputs[at + a] - highest);
  const whole = highest + Math.log(sum);
  for (let a = 0; a < actions; a++) found[a] = outputs[at + a] - whole;
}

/**
 * Write the gradient of PPO's loss by the network's outputs: the clipped gain, the value's squared
 * error, and a bonus for entropy. Each sample counts `weight`.
 * @param {Float32Array} outputs rows of `width`: logits, then the value
 * @param {Float32Array} gradient where it is written, of the same shape
 * @param {number} width
 * @param {number} actions
 * @param {Samples} samples
 * @param {number} from the first of the samples
 * @param {number} count
 * @param {number} weight
 * @param {Recipe} recipe
 */
export function lossGradient(
  outputs,
  gradient,
  width,
  actions,
  samples,
  from,
  count,
  weight,
  recipe,
) {
  const { clip_coef: clip, ent_coef: bonus, vf_coef: share } = recipe;
  const logProbs = new Float64Array(actions);
  for (let i = 0; i < count; i++) {
    const [at, k] = [i * width, from + i];
    const [action, advantage] = [samples.actions[k], samples.advantages[k]];
    logSoftmax(outputs, at, actions, logProbs);
    const ratio = Math.exp(logProbs[action] - samples.logProbs[k]);
    const clipped = Math.min(Math.max(ratio, 1 - clip), 1 + clip);
    const slope = ratio * advantage <= clipped * advantage ? ratio * advantage : 0;
    let entropy = 0;
    for (let a = 0; a < actions; a++) entropy -= Math.exp(logProbs[a]) * logProbs[a];
    for (let a = 0; a < actions; a++) {
      const p = Math.exp(logProbs[a]);
      const gain = slope * ((a === action ? 1 : 0) - p);
      gradient[at + a] = weight * (bonus * p * (logProbs[a] + entropy) - gain);
    }
    gradient[at + actions] = weight * share * (outputs[at + actions] - samples.targets[k]);
  }
}
