using System.Diagnostics;
using Pipeline.Core.Corpora;

namespace Pipeline.Core.Privacy;

/// <summary>
/// A value that belongs to the people it describes. It can be sealed by anyone and opened only by a
/// <see cref="Mechanism{TReleased}"/>, a <see cref="PrivateTransformation{TIn, TOut}"/> or an audit (law 1):
/// there is no member through which other code could read it, format it or serialise it.
/// </summary>
/// <typeparam name="T">The sealed type.</typeparam>
[DebuggerDisplay("private")]
public sealed class Private<T>
    where T : notnull
{
    private readonly T value;

    internal Private(T value) => this.value = value;

    internal T Open() => value;

    /// <summary>Always the word "private".</summary>
    public override string ToString() => "private";
}

/// <summary>Makes private values.</summary>
public static class Private
{
    /// <summary>Seals a value. Sealing is always safe; the caller should keep no other reference.</summary>
    public static Private<T> Seal<T>(T value)
        where T : notnull => new(value);

    /// <summary>A sealed corpus as a sealed stream.</summary>
    public static Private<RecordStream> Stream(Private<Corpus> corpus) => new(RecordStream.Of(corpus.Open()));
}
