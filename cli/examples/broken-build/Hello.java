/** Never gets to run: the build fails before. */
public final class Hello {
    public static void main(String[] arguments) {
        System.out.println("never printed");
    }
}
