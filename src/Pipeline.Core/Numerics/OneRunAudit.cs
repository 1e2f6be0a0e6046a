using System.Runtime.InteropServices;

namespace Pipeline.Core.Numerics;

/// <summary>
/// Lower bounds of epsilon from a single run (Steinke, Nasr, Jagielski, "Privacy Auditing with One (1) Training Run", NeurIPS 2023):
/// m canaries are each put in or left out by a fair coin, an attacker guesses r of the coins and v guesses are right. Against an
/// (epsilon, delta)-private mechanism that many right guesses have at most the probability <see cref="PValue"/>. Golden values:
/// statistics.json, <c>one_run_*</c>.
/// </summary>
public static class OneRunAudit
{
    /// <summary>
    /// P[B &gt;= v] + 2 m delta max_i P[v &gt; B &gt;= v - i] / i with B ~ Binomial(r, e^epsilon / (1 + e^epsilon)), at most 1.
    /// </summary>
    /// <param name="canaries">m: canaries that had a coin.</param>
    /// <param name="guesses">r: how many coins were guessed.</param>
    /// <param name="right">v: how many guesses were right.</param>
    /// <param name="epsilon">The claim under test.</param>
    /// <param name="delta">Its delta.</param>
    public static double PValue(int canaries, int guesses, int right, double epsilon, double delta)
    {
        Check(canaries, guesses, right);
        if (right == 0) return 1;
        if (double.IsPositiveInfinity(epsilon)) return 1;
        var logRight = -NearZero.LogOnePlus(Math.Exp(-epsilon));
        var tail = Binomial.AtLeast(right, guesses, Math.Exp(logRight));
        if (delta == 0 || tail >= 1) return Math.Min(1, tail);
        var probabilities = Binomial.Probabilities(guesses, logRight, logRight - epsilon);
        double sum = 0, worst = 0;
        for (var i = 1; i <= right; i++)
        {
            sum += probabilities[right - i];
            worst = Math.Max(worst, sum / i);
        }
        return Math.Min(1, tail + 2 * canaries * delta * worst);
    }

    /// <summary>
    /// The greatest epsilon that the guesses speak against with this confidence: every smaller one has a p-value below
    /// 1 - confidence. 0 when not even epsilon 0 is spoken against.
    /// </summary>
    public static double Epsilon(int canaries, int guesses, int right, double delta, double confidence)
    {
        var error = 1 - confidence;
        if (PValue(canaries, guesses, right, 0, delta) >= error) return 0;
        double low = 0, high = 1;
        while (PValue(canaries, guesses, right, high, delta) < error) high *= 2;
        while (true)
        {
            var middle = low + (high - low) / 2;
            if (middle <= low || middle >= high) return low;
            if (PValue(canaries, guesses, right, middle, delta) < error) low = middle;
            else high = middle;
        }
    }

    /// <summary>
    /// The same when several numbers of guesses were tried on the same scores: each at 1 - (1 - confidence) / tries, then the
    /// greatest (Bonferroni). The greatest of uncorrected bounds is no bound.
    /// </summary>
    /// <param name="canaries">m.</param>
    /// <param name="tries">r and v of every try, those that failed included.</param>
    /// <param name="delta">The claim's delta.</param>
    /// <param name="confidence">Of the result.</param>
    public static double Epsilon(int canaries, IReadOnlyList<OneRunGuesses> tries, double delta, double confidence)
    {
        ArgumentOutOfRangeException.ThrowIfZero(tries.Count, nameof(tries));
        var each = 1 - (1 - confidence) / tries.Count;
        return tries.Max(tried => Epsilon(canaries, tried.Guesses, tried.Right, delta, each));
    }

    private static void Check(int canaries, int guesses, int right)
    {
        if (right < 0 || right > guesses || guesses > canaries)
            throw new ArgumentOutOfRangeException(nameof(right), $"{right} right of {guesses} guesses about {canaries} canaries is impossible.");
    }
}

/// <summary>What an attacker guessed of the coins.</summary>
/// <param name="Guesses">r: how many.</param>
/// <param name="Right">v: how many were right.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct OneRunGuesses(int Guesses, int Right);
