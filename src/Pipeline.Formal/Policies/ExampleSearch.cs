using System.Diagnostics;
using Pipeline.Formal.Solving;

namespace Pipeline.Formal.Policies;

/// <summary>What came of looking for a situation.</summary>
/// <param name="Example">The situation, replayed by the evaluator; null when none was found.</param>
/// <param name="Answer"><see cref="Answer.Unsatisfiable"/> when it is proved that there is none.</param>
/// <param name="RuledOut">
/// How many patterns of p-values were ruled out on the way because no sample tried has them: the proof then holds for samples of up to
/// <see cref="SampleSearch.MostItems"/> items.
/// </param>
internal sealed record Found(Situation? Example, Answer Answer, int RuledOut);

/// <summary>
/// Looks for a situation in which a formula is true. The solver proposes, the evaluator disposes: what is shown was replayed, and what is
/// said not to exist was refuted for all p-values, real or not.
/// </summary>
internal sealed class ExampleSearch : IDisposable
{
    private const int MostRounds = 24;

    private readonly Logic logic;
    private readonly EvidenceSpace space;
    private readonly Solver solver;
    private readonly DateTimeOffset today;
    private readonly TimeSpan patience;

    /// <param name="logic">What the space is made of.</param>
    /// <param name="space">The space, with every formula built.</param>
    /// <param name="today">The day that examples are of, where the day does not matter.</param>
    /// <param name="timeout">For each question, and for the wishes of an example.</param>
    public ExampleSearch(Logic logic, EvidenceSpace space, DateTimeOffset today, TimeSpan timeout)
    {
        (this.logic, this.space, this.today, patience) = (logic, space, today, timeout);
        solver = new Solver(logic, timeout);
        solver.Assert(space.Rules);
    }

    /// <summary>Whether a formula can be true, samples of any kind allowed.</summary>
    public Answer Can(Term formula) => solver.Check(formula);

    /// <summary>Looks for a situation.</summary>
    /// <param name="goal">What should be true in it.</param>
    /// <param name="replay">Whether the evaluator agrees.</param>
    /// <param name="wishes">What it should be like besides, if it can.</param>
    public Found Look(Term goal, Func<Situation, bool> replay, params Term[] wishes)
    {
        solver.Push();
        try
        {
            solver.Assert(goal);
            var builder = new ExampleBuilder(logic, space);
            var started = Stopwatch.GetTimestamp();
            for (var round = 0; round < MostRounds && Stopwatch.GetElapsedTime(started) < patience; round++)
            {
                var answer = solver.Check();
                if (answer != Answer.Satisfiable) return new Found(null, answer, round);
                var granted = new List<Term>();
                foreach (var wish in wishes.Concat(Wishes()))
                    if (Stopwatch.GetElapsedTime(started) < patience && solver.Check([.. granted, wish]) == Answer.Satisfiable) granted.Add(wish);
                if (solver.Check([.. granted]) != Answer.Satisfiable) return new Found(null, Answer.Undecided, round);
                if (builder.Build(solver, TimeOnly.FromDateTime(today.UtcDateTime)) is { } example)
                    return replay(example) ? new Found(example, Answer.Satisfiable, round) : new Found(null, Answer.Undecided, round);
                solver.Assert(logic.Not(builder.PatternOf(solver, builder.WithoutSample!)));
            }
            return new Found(null, Answer.Undecided, MostRounds);
        }
        finally
        {
            solver.Pop();
        }
    }

    public void Dispose() => solver.Dispose();

    /// <summary>What an everyday situation is like, most telling first: an example then differs from it only where it must.</summary>
    private IEnumerable<Term> Wishes()
    {
        foreach (var sound in space.SoundCandidate) yield return sound;
        yield return space.Privacy.Proved;
        yield return space.Privacy.SpentIsKnown;
        yield return space.Cases.IsDay(DateOnly.FromDateTime(today.UtcDateTime));
        yield return space.Cases.HasUnits(0);
        foreach (var plain in space.Cases.Plain) yield return plain;
        foreach (var finding in space.Findings)
        {
            yield return finding.Usable;
            yield return logic.AtMost(finding.Age.Term, logic.Rational(0));
            yield return finding.SaysNoLeak;
            yield return finding.Above.Count + finding.Below.Count > 0 ? logic.Not(finding.IsCensus) : finding.IsCensus;
            yield return logic.And([.. finding.Power.Values.Select(power => logic.AtMost(logic.Rational(1), power.Term))]);
            yield return logic.And([.. finding.Above.Values.Concat(finding.Below.Values).Select(Little)]);
            if (finding.Value.Constants.Count > 0)
                yield return finding.Facts.Better == Better.More ? logic.AtMost(logic.Rational(finding.Value.Constants.Last()), finding.Value.Term) : Little(finding.Value);
        }
        foreach (var privacy in new[] { space.Privacy.Epsilon, space.Privacy.Delta }.Concat(space.Privacy.Curve.Values)) yield return Little(privacy);
    }

    /// <summary>Not above any constant that is above 0.</summary>
    private Term Little(Quantity quantity) => quantity.Constants.Where(constant => constant > 0).ToList() is [var least, ..] ? logic.AtMost(quantity.Term, logic.Rational(least)) : logic.True;
}
