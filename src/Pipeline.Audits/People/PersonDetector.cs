using Pipeline.Audits.People.Names;
using Pipeline.Audits.Text;

namespace Pipeline.Audits.People;

/// <summary>
/// Names of people in Latin and Japanese script, by the words around them and by lists. Rules, not a model: a surname alone, a rare given
/// name or a name in another script goes unseen, and a few brands are taken for people.
/// </summary>
internal sealed class PersonDetector : PersonalDetector
{
    public override PersonalKind Kind => PersonalKind.Person;

    public override IEnumerable<TextSpan> Find(string folded)
    {
        var found = LatinNames.Find(folded).Concat(JapaneseNames.Find(folded)).Distinct().ToList();
        return found.Where(span => !found.Exists(other => other != span && other.Start <= span.Start && span.End <= other.End));
    }

    /// <summary>Japanese names are the same with and without a space between their parts.</summary>
    public override string KeyOf(string foldedValue)
    {
        var name = Skeleton.Of(TextNormaliser.Full(foldedValue));
        return name.Any(char.IsAsciiLetter) ? name : name.Replace(" ", "", StringComparison.Ordinal);
    }
}
