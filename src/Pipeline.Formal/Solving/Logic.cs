using Microsoft.Z3;

namespace Pipeline.Formal.Solving;

/// <summary>A formula or a number of one <see cref="Logic"/>.</summary>
/// <param name="Handle">The solver's name for it.</param>
internal readonly record struct Term(nint Handle);

/// <summary>
/// Builds formulas over truth values, whole numbers and rationals. It calls the package's bindings of the C interface and not the
/// package's <c>Context</c>, which asks for a function that the libraries of Debian 12 and Ubuntu 24.04 do not have.
/// Not thread-safe; terms live as long as it does.
/// </summary>
internal sealed class Logic : IDisposable
{
    /// <summary>Without a handler of ours the library would end the process on its first error; the bindings turn errors into exceptions.</summary>
    private static readonly Native.Z3_error_handler Quiet = static (_, _) => { };

    private readonly nint context;
    private readonly nint boolean;
    private readonly nint whole;
    private readonly nint rational;

    public Logic()
    {
        SolverLibrary.Demand();
        var configuration = Native.Z3_mk_config();
        context = Native.Z3_mk_context(configuration);
        Native.Z3_del_config(configuration);
        Native.Z3_set_error_handler(context, Quiet);
        (boolean, whole, rational) = (Native.Z3_mk_bool_sort(context), Native.Z3_mk_int_sort(context), Native.Z3_mk_real_sort(context));
        (True, False, Zero, One) = (new(Native.Z3_mk_true(context)), new(Native.Z3_mk_false(context)), Whole(0), Whole(1));
    }

    internal nint Context => context;

    public Term True { get; }

    public Term False { get; }

    private Term Zero { get; }

    private Term One { get; }

    public Term BooleanNamed(string name) => Named(name, boolean);

    public Term WholeNamed(string name) => Named(name, whole);

    public Term RationalNamed(string name) => Named(name, rational);

    public Term Boolean(bool value) => value ? True : False;

    public Term Whole(long value) => new(Native.Z3_mk_numeral(context, value.ToString(), whole));

    /// <summary>A double as the fraction it is.</summary>
    public Term Rational(double value) => new(Native.Z3_mk_numeral(context, Exact.Fraction(value), rational));

    public Term And(params ReadOnlySpan<Term> terms) => terms.Length switch
    {
        0 => True,
        1 => terms[0],
        _ => new(Native.Z3_mk_and(context, (uint)terms.Length, Handles(terms))),
    };

    public Term Or(params ReadOnlySpan<Term> terms) => terms.Length switch
    {
        0 => False,
        1 => terms[0],
        _ => new(Native.Z3_mk_or(context, (uint)terms.Length, Handles(terms))),
    };

    public Term Not(Term term) => new(Native.Z3_mk_not(context, term.Handle));

    public Term Implies(Term from, Term to) => new(Native.Z3_mk_implies(context, from.Handle, to.Handle));

    public Term Same(Term one, Term other) => new(Native.Z3_mk_eq(context, one.Handle, other.Handle));

    public Term AtMost(Term one, Term other) => new(Native.Z3_mk_le(context, one.Handle, other.Handle));

    public Term Plus(Term one, Term other) => Sum([one, other]);

    /// <summary>How many of the formulas are true, as a whole number.</summary>
    public Term Count(ReadOnlySpan<Term> formulas)
    {
        if (formulas.Length == 0) return Zero;
        var ones = new Term[formulas.Length];
        for (var i = 0; i < ones.Length; i++) ones[i] = new(Native.Z3_mk_ite(context, formulas[i].Handle, One.Handle, Zero.Handle));
        return Sum(ones);
    }

    /// <summary>The truth of a formula when each name stands for a value; null when the values do not settle it.</summary>
    public bool? Truth(Term formula, Term[] names, Term[] values)
    {
        var replaced = Native.Z3_substitute(context, formula.Handle, (uint)names.Length, Handles(names), Handles(values));
        return (Z3_lbool)Native.Z3_get_bool_value(context, Native.Z3_simplify(context, replaced)) switch
        {
            Z3_lbool.Z3_L_TRUE => true,
            Z3_lbool.Z3_L_FALSE => false,
            _ => null,
        };
    }

    public void Dispose() => Native.Z3_del_context(context);

    private Term Sum(ReadOnlySpan<Term> terms) => terms.Length == 1 ? terms[0] : new(Native.Z3_mk_add(context, (uint)terms.Length, Handles(terms)));

    private Term Named(string name, nint sort) => new(Native.Z3_mk_const(context, Native.Z3_mk_string_symbol(context, name), sort));

    private static nint[] Handles(ReadOnlySpan<Term> terms)
    {
        var handles = new nint[terms.Length];
        for (var i = 0; i < handles.Length; i++) handles[i] = terms[i].Handle;
        return handles;
    }
}
